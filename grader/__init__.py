"""The module-objects exercise kit: three practice tasks, hidden checks, and feedback.

Public are the command line with its exit statuses, the reports with a `schema`, `__version__`, and for
authors of checks `grader.exam` and `grader.checks.rules`. Every other module may change at any time.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
