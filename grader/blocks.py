"""What blocks a check, in a word: where it is no function and no other check.

A `Verdict` keeps the word as `blocked_by`, a report and a gradebook store it, and every
page says it in a sentence of its own.
"""

from __future__ import annotations

LOADING = "load"
"""Nothing can be asked of the file."""

NOT_BELIEVED = "false answers"
"""The file has changed what answers the grader."""

TIME = "time limit"
"""The time of the attempt as a whole was used up before."""
