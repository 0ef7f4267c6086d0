"""The module-objects exercise kit: three practice tasks, hidden checks, and feedback."""

__version__ = "0.1.0"
