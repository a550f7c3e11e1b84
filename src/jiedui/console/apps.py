from django.apps import AppConfig


class ConsoleConfig(AppConfig):
    name = "jiedui.console"
    label = "console"
