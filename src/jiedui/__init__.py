"""Jiedui: paired-assistance programmes, from the official plan to every figure's evidence."""
