from typing import Any

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "jiedui.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Answer the question of the layer below: who may change units."""
        from jiedui.accounts.policies import Action, require
        from jiedui.organisations import gate

        def guard(actor: Any) -> None:
            require(actor, Action.MANAGE_UNITS)

        gate.install(guard)
