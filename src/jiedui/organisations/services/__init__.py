"""What can be done to units and pairings."""

from jiedui.organisations.services.names import add_alias, add_code
from jiedui.organisations.services.pairings import add_pairing, end_pairing
from jiedui.organisations.services.units import create_unit, move_unit, rename_unit, set_active

__all__ = [
    "add_alias",
    "add_code",
    "add_pairing",
    "create_unit",
    "end_pairing",
    "move_unit",
    "rename_unit",
    "set_active",
]
