from django.apps import AppConfig


class KernelConfig(AppConfig):
    """Errors, periods, money, audit log: no domain words."""

    name = "jiedui.kernel"
    label = "kernel"
