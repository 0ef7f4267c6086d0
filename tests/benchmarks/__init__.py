"""Costs, as ratios; run as a program."""
