"""The exit statuses of `grade`; imports nothing, so that the shortest way out can have them."""

LOST, USAGE, FAULTED = 1, 2, 3
"""Beside 0: points lost; usage or an unreadable submission; our own fault."""

UNENFORCED = 1
"""Of `grade doctor`: a protection that this kit knows how to enforce is not enforced here."""

INTERRUPTED, TERMINATED = 130, 143
"""After Ctrl-C and SIGTERM, as shells count them: 128 and the signal's number."""

MEANINGS = (
    ("0", "full marks, or the command has done what it was asked"),
    ("1", "points lost"),
    ("2", "the command was not understood, or a file cannot be read"),
    ("3", "the grader made a mistake; that is never a zero"),
)
"""What `grade --help` says about them."""
