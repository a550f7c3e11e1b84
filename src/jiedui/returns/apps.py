from django.apps import AppConfig


class ReturnsConfig(AppConfig):
    name = "jiedui.returns"
    label = "returns"
