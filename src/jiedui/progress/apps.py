from django.apps import AppConfig


class ProgressConfig(AppConfig):
    name = "jiedui.progress"
    label = "progress"
