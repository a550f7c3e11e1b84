"""What can be done to people, their roles, their sign-in and their tokens."""

from jiedui.accounts.services.people import (
    close_account,
    create_user,
    edit_person,
    grant_membership,
    reopen_account,
    revoke_membership,
)
from jiedui.accounts.services.sign_in import end_sessions, reset_password, reset_second_factor
from jiedui.accounts.services.tokens import create_token, revoke_token, used

__all__ = [
    "close_account",
    "create_token",
    "create_user",
    "edit_person",
    "end_sessions",
    "grant_membership",
    "reopen_account",
    "reset_password",
    "reset_second_factor",
    "revoke_membership",
    "revoke_token",
    "used",
]
