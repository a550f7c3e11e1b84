"""Checks a document is held against itself with: one kind of disagreement per module."""
