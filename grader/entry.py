"""Where `grade` begins: the examiner is started before the command line is even imported.

An examiner needs longer to boot than anything else takes, so a command that will
want one gets it first; parsing and rendering are imported while it boots.
"""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
    words = sys.argv[1:]
    wanted = words[:1] in (["exercise"], ["all"], ["watch"])
    if not wanted or any(word.startswith(("--python", "-h", "--help")) for word in words):
        from grader.cli import main as run

        run()
        return
    from grader.examination import Examiner

    with Examiner() as examiner:
        from grader.cli import main as run

        run(examiner)
