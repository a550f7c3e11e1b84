"""Figures held against one another: two years, the two sides, two versions of the plan.

Headcounts that a plan states are in none of these: they are not compared.
"""
