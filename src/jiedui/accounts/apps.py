from typing import Any

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "jiedui.accounts"
    label = "accounts"

    def ready(self) -> None:
        """Answer the question of the layer below, who may change units; listen to who signs in."""
        from jiedui.accounts.policies import Action, require
        from jiedui.organisations import gate

        def guard(actor: Any) -> None:
            require(actor, Action.MANAGE_UNITS)

        gate.install(guard)

        from jiedui.accounts import sign_in_log

        sign_in_log.connect()
