"""Exercise 3, explain `__globals__`, with evidence: its checks, their findings and their helpers."""
