"""Jiedui: paired-assistance programmes, from the official plan to every figure's evidence."""

from importlib.metadata import version

__version__ = version("jiedui")
