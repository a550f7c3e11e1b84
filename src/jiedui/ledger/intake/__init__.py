"""Ways in for many rows at once: template, workbook, CSV, paste and rows of another system, all one path.

    bytes → :mod:`guard` → :mod:`reading` (a Table) → :mod:`mapping` (which column is which field)
          → :mod:`preparing` (columns of checked values) → :mod:`comparing` (new, unchanged, changed; duplicates)
          → :mod:`report` (what a person sees) → :mod:`writing` (one transaction)

Work goes column by column: a value that stands in a thousand rows is read once. The services are in
:mod:`jiedui.ledger.services.importing`.
"""
