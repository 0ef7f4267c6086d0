"""Exercise 3, explain `__globals__`, with evidence: its checks and findings, and helpers of the checks."""
