from django.apps import AppConfig
from django_tasks.signals import task_finished, task_started


class KernelConfig(AppConfig):
    """Errors, periods, money, audit log: no domain words."""

    name = "jiedui.kernel"
    label = "kernel"

    def ready(self) -> None:
        """Let what a background task does be known as such."""
        from jiedui.kernel import task_origin

        task_started.connect(task_origin.begin, dispatch_uid="jiedui.origin.begin")
        task_finished.connect(task_origin.end, dispatch_uid="jiedui.origin.end")
