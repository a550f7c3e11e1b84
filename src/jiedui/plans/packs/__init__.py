"""Programme packs: a programme with its units, pairings, plan and example people as readable files.

A folder with ``programme.yaml`` and, as needed, ``units.csv``, ``pairings.csv``, ``targets.csv``,
``milestones.csv``, ``tasks.csv`` and ``people.csv``. Everything is read and checked first, every problem is
reported with file and line, and only a pack without problems is written, in one transaction. Loading adds what
is missing and changes nothing that is there.
"""

from jiedui.plans.packs.loading import load_pack, read_pack
from jiedui.plans.packs.report import PackReport

__all__ = ["PackReport", "load_pack", "read_pack"]
