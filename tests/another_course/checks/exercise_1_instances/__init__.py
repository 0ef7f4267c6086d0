"""Exercise 1, what an instance holds: its checks, their findings."""
