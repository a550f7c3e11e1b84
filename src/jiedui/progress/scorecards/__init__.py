"""Scorecards: what a unit would score on any day, by weights and functions that were published beforehand."""
