"""Exercise 1, one module object, many references: its checks and findings, and helpers of the checks."""
