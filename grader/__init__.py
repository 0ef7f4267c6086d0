"""The module-objects exercise kit: three practice tasks, hidden checks, and feedback.

What others may rely on is the command line with its exit statuses, the reports that carry a
`schema`, `__version__`, and for authors of checks `grader.exam` with the rules of
`grader.checks.rules`. Every other module is the kit's own and changes as it likes.
"""

__all__ = ["__version__"]

__version__ = "0.1.0"
