"""What can be done to people and their roles."""

from jiedui.accounts.services.people import (
    close_account,
    create_user,
    grant_membership,
    revoke_membership,
)

__all__ = ["close_account", "create_user", "grant_membership", "revoke_membership"]
