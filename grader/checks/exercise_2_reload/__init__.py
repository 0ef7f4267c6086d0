"""Exercise 2, what a reload changes, and what it cannot reach: its checks, their findings and their helpers."""
