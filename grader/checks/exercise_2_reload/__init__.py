"""Exercise 2, what a reload changes, and what it cannot reach: its checks and findings, and helpers."""
