from django.apps import AppConfig


class WarehouseConfig(AppConfig):
    name = "jiedui.warehouse"
    label = "warehouse"

    def ready(self) -> None:
        """Have the copy follow the ledger."""
        from jiedui.ledger import outbox
        from jiedui.warehouse import following

        outbox.listen(following.follow)
