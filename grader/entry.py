"""Where `grade` begins: the examiner is started before the command line is even imported.

An examiner needs longer to boot than anything else takes, so a command that will
want one gets it first; parsing and rendering are imported while it boots.
"""

from __future__ import annotations

import sys

INTERRUPTED, TERMINATED = 130, 143
"""Exit statuses after Ctrl-C and SIGTERM, as shells count them: 128 and the signal's number."""


def main() -> None:
    """Run the command line; Ctrl-C, whenever it comes, ends it without a traceback."""
    try:
        _run(sys.argv[1:])
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)


OTHERS = frozenset({"classroom", "classroom50", "gradescope"})
"""Forms in which the code is somebody else's: they want an examiner that insists on confinement,
and the one that is started early does not."""


def _run(words: list[str]) -> None:
    wanted = words[:1] in (["exercise"], ["all"], ["watch"])
    if wanted:
        import signal

        # As an exception, it lets the examiner be ended and its folder be removed.
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
    if not wanted or any(map(_otherwise, words)):
        from grader.cli import main as run

        run()
        return
    from grader.examination import Examiner

    with Examiner() as examiner:
        from grader.cli import main as run

        run(examiner)


def _otherwise(word: str) -> bool:
    """Whether the command will want no examiner, or another than the one we would start."""
    late = word.startswith(("--python", "-h", "--help", "--release-body"))
    return late or word.removeprefix("--format=") in OTHERS
