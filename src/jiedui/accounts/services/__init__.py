"""What can be done to people and their roles."""

from jiedui.accounts.services.people import create_user, grant_membership, revoke_membership

__all__ = ["create_user", "grant_membership", "revoke_membership"]
