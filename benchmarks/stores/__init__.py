"""The stores that benchmarks/warehouse.py asks the same questions."""
