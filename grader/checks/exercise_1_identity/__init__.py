"""Exercise 1, one module object, many references: its checks, their findings and their helpers."""
