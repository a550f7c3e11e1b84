"""A generated year of entries for an example programme: planned from its targets, written by the ledger's services.

Nothing here is real. Every entry is marked synthetic, every voucher says so in its first line, and the programme
is marked for good.
"""

from jiedui.cli.simulation.filing import ReturnsOf
from jiedui.cli.simulation.planning import Planned, plan_year, volume_for
from jiedui.cli.simulation.running import Summary, simulate_year

__all__ = ["Planned", "ReturnsOf", "Summary", "plan_year", "simulate_year", "volume_for"]
