from django.apps import AppConfig


class ApiConfig(AppConfig):
    name = "jiedui.api"
    label = "api"
