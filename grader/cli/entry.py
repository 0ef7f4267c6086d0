"""The entry point of `grade`: an examiner is started before the command line is even imported.

Booting an examiner takes longer than anything else, so a command that grades gets one first;
parsing and rendering are imported while it boots.
"""

from __future__ import annotations

import io
import os
import sys

from grader.cli.exit_status import FAULTED, INTERRUPTED, LOST, TERMINATED, USAGE

TYPE_CHECKING = False
if TYPE_CHECKING:
    from types import FrameType
    from typing import NoReturn

_NO_ZERO = "Nobody loses points for this. "


def main() -> None:
    """Run the command line; whatever fails, end with a sentence and one of our exit statuses.

    Python's own status after an exception is 1, which here means lost points.
    """
    try:
        try:
            _escape_unencodable()
            _refuse_impossible_surroundings()
            if _grades(sys.argv[1:]):
                _end_by_sigterm()
            _run_command(sys.argv[1:])
        finally:
            if sys.stdout is not None:
                sys.stdout.flush()  # what cannot be written is found out here, and not at exit
    except KeyboardInterrupt:
        sys.exit(INTERRUPTED)
    except BrokenPipeError:  # the reader of a pipe has gone; nobody is left to read
        _discard_output()
        sys.exit(LOST)
    except Exception as error:
        _discard_output()
        _report_failure(error)
        sys.exit(FAULTED)


def _refuse_impossible_surroundings() -> None:
    """End with status 2, and what to do, where no command could work."""
    if sys.flags.optimize > 1:
        reason = "Python was told to leave out docstrings, which hold the sentences of checks"
        step = "Start it without PYTHONOPTIMIZE=2 and without -OO"
    elif not os.path.isfile(__file__):  # noqa: PTH113 - pathlib is imported later
        reason = "the kit cannot run from a zip archive: it starts other interpreters on its files"
        step = "Install it with `pip install`, and run `grade`"
    else:
        return
    sys.stderr.write(f"grade: {_visible(reason)}.\n  {step}.\n")
    sys.exit(USAGE)


def _is_folder_gone() -> bool:
    try:
        os.getcwd()  # noqa: PTH109 - a folder that was removed while we stand in it is still one
    except FileNotFoundError:
        return True
    return False


def _visible(text: str) -> str:
    """Return *text* with everything escaped that a terminal would obey."""
    return "".join(one if one.isprintable() else ascii(one)[1:-1] for one in text)


def _escape_unencodable() -> None:
    """Let standard output escape a letter that its encoding lacks, as standard error does.

    What programs read is not touched: it is ASCII, or bytes of UTF-8 past the encoding.
    """
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")


def _discard_output() -> None:
    """Drop output that could not be written; Python would try again at exit, and end with 120."""
    sys.stdout = io.StringIO()


def _report_failure(error: Exception) -> None:
    """Write to standard error what failed, importing nothing: there may be no file left to open."""
    if isinstance(error, OSError) and error.strerror:
        where = "" if error.filename is None else f": {error.filename}"
        about = f"the grader cannot go on: {error.strerror}{where}"
        step = "Put that right, and run it again"
        if _is_folder_gone():
            about = f"the folder that you are in has gone: {os.environ.get('PWD', '.')}"
            step = "Change to another one, and run it again"
    elif isinstance(error, RuntimeError) and "can't start new thread" in str(error):
        about = "the grader cannot go on: the system allows no more processes and threads"
        step = "End some programs, or raise the limit (`ulimit -u`), and run it again"
    else:
        about = f"the grader made a mistake of its own: {type(error).__name__}: {error}"
        step = "Tell your instructor, or whoever hands the kit out"
    try:
        if os.environ.get("GRADE_TRACEBACK"):
            sys.excepthook(type(error), error, error.__traceback__)
        sys.stderr.write(
            f"grade: {_visible(about)}.\n  {_NO_ZERO}{step}; GRADE_TRACEBACK=1 shows where.\n"
        )
        sys.stderr.flush()
    except OSError:
        sys.stderr = io.StringIO()


def _run_command(words: list[str]) -> None:
    if not wants_early_examiner(words):
        from grader.cli.app import main as run

        run()
        return
    from grader.host.examiner_process import Examiner

    with Examiner() as examiner:
        from grader.cli.app import main as run

        run(examiner)


def wants_early_examiner(words: list[str]) -> bool:
    """Return whether an examiner is to be started before the command line is imported.

    :param words: the arguments of `grade`.
    """
    return _grades(words) and not any(map(_excludes_early_examiner, words))


def _grades(words: list[str]) -> bool:
    from grader.cli.command_table import COMMANDS

    return words[:1] != [] and words[0] in COMMANDS and COMMANDS[words[0]].early_examiner


def _end_by_sigterm() -> None:
    """Make an exception of SIGTERM, so that the examiner is ended and its folder removed.

    A SIGTERM that was ignored when we were started stays ignored.
    """
    import signal

    def end(_number: int, _frame: FrameType | None) -> NoReturn:
        sys.exit(TERMINATED)

    if signal.getsignal(signal.SIGTERM) == signal.SIG_DFL:
        signal.signal(signal.SIGTERM, end)


def _excludes_early_examiner(word: str) -> bool:
    """Return whether this argument makes the pre-started examiner unusable.

    Help needs none, another Python another one; for somebody else's code, in a format of
    another system, it must be one that insists on confinement.
    """
    from grader.cli.report_formats import OUTSIDE

    late = word.startswith(("--python", "-h", "--help", "--release-body"))
    return late or word.removeprefix("--format=") in OUTSIDE
