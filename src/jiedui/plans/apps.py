from django.apps import AppConfig


class PlansConfig(AppConfig):
    name = "jiedui.plans"
    label = "plans"
