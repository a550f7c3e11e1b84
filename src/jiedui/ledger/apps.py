from django.apps import AppConfig


class LedgerConfig(AppConfig):
    name = "jiedui.ledger"
    label = "ledger"
