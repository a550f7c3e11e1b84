from django.apps import AppConfig


class CliConfig(AppConfig):
    """The command line; an app only so that its catalogue is found."""

    name = "jiedui.cli"
    label = "cli"
