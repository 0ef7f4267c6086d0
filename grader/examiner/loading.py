"""What a learner is told when their file does not load: one cause for all checks."""

from __future__ import annotations

from dataclasses import dataclass

from grader.channel.outcomes import Died, Outcome, Raised, TimedOut, exception_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """The parts of a finding that depend on what happened."""

    misconception: str
    observed: str
    why: str
    next_step: str


_NOT_UTF8 = "no encoding is declared"
"""How a guest's message begins for a byte that Python does not read; see `grader.guest.serve`."""

_INDENTED = {
    "TabError": (
        "With which characters do that line and the lines above it begin, tabs or spaces? An editor "
        "can make both visible."
    ),
    "IndentationError": (
        "How far is that line indented, and how far is the line that its block begins with?"
    ),
}
"""The next step for errors of the margin, by the type of the error."""

LIMIT_CAUSES = (
    "The usual causes are a loop whose condition never changes, a `time.sleep`, or a lock or a "
    "thread that is waited for and never done."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What to tell about code that asks a person for something. *observed* lacks its subject."""

    misconception: str
    observed: str
    why: str
    next_step: str


_INPUT = Asked(
    misconception="waits_for_input",
    observed="asked for input, and there is nobody here to type any.",
    why=(
        "Your code runs in an interpreter of the grader's own, without a keyboard: its standard "
        "input is empty, so `input()` raises EOFError at once."
    ),
    next_step=(
        "Where should the value come from in place of a person: a parameter, or a constant? To try "
        'things out with `input()`, put them under `if __name__ == "__main__":` and run the file '
        "yourself."
    ),
)

_BREAKPOINT = Asked(
    misconception="breakpoint_left",
    observed="stopped in a debugger, and there is nobody here to talk to it.",
    why=(
        "Your code runs in an interpreter of the grader's own, without a terminal. A debugger has "
        "nobody there to take commands from, so it ends the call at that line."
    ),
    next_step=(
        "Take the breakpoint out and print what you want to know: the report shows what your code "
        'prints. To step through, call the function under `if __name__ == "__main__":` and run '
        "the file yourself."
    ),
)


def asked_for(outcome: Raised) -> Asked | None:
    """Return what to tell where *outcome* came of asking a person; None for anything else."""
    match outcome.handle.type, outcome.text:
        case ("BdbQuit", _) | ("EOFError", "breakpoint() with no terminal"):
            return _BREAKPOINT
        case ("EOFError", "EOF when reading a line"):
            return _INPUT
        case _:
            return None


def seconds_text(outcome: TimedOut) -> str:
    """Return the time limit in words."""
    return f"{outcome.seconds:g} second{'' if outcome.seconds == 1 else 's'}"


def told_of_loading(outcome: Outcome, file: str) -> Told | None:
    """Return what to tell, or None when what came back makes no sense.

    :param file: the file's name.
    """
    match outcome:
        case Raised() if outcome.syntax is not None:
            line, _, _, message = outcome.syntax
            where = f"line {line}" if line else "the file"
            name, observed = "syntax_error", f"Python cannot read {where} of {file}: {message}."
            why = (
                "A file is compiled as a whole before its first statement runs, so one line that "
                "Python cannot read leaves no module and no function to ask."
            )
            step = _INDENTED.get(
                outcome.handle.type,
                "Look at that line and the one above it: what is opened or begun there, and not ended?",
            )
            if str(message).startswith(_NOT_UTF8):
                why = (
                    "A file is bytes, and Python reads them as UTF-8 unless one of the first two "
                    "lines declares another encoding. This editor saved another one, as for an "
                    "umlaut or a typographic quotation mark, also in a comment."
                )
                step = "Does your editor offer to save the file as UTF-8? Then do that, and grade again."
        case Raised() if (asked := asked_for(outcome)) is not None:
            name, observed = asked.misconception, f"While it was loading, {file} {asked.observed}"
            why, step = asked.why, asked.next_step
        case Raised() if outcome.bases[:1] == ("SystemExit",):
            name = "load_exit"
            observed = f"Loading {file} asked the interpreter to exit: {exception_text(outcome)}."
            why = (
                "`sys.exit`, `exit` and `quit` raise SystemExit, which ends whatever program is "
                "importing the file. The statements below that line never ran."
            )
            step = (
                "Is that line meant for running the file by itself? Then it belongs under "
                '`if __name__ == "__main__":`.'
            )
        case Raised():
            name, observed = "load_error", f"Loading {file} raised {exception_text(outcome)}."
            why = (
                "Loading a module runs its top-level statements one by one. This one raised, so "
                "the statements below it never ran and the functions there do not exist."
            )
            step = (
                "What does that line need at import time that is not there yet, and does it belong "
                "inside a function?"
            )
        case TimedOut():
            name, observed = (
                "load_endless",
                (
                    f"{file} was still running its top-level statements after {seconds_text(outcome)}."
                ),
            )
            why = (
                "Import time is run time: what stands at the top level runs before any function can "
                f"be called. {LIMIT_CAUSES}"
            )
            step = (
                "Which statement at the top level does not come to an end? Move it into a function."
            )
        case Died(how="output"):
            name, observed = "load_output", f"Loading {file} printed without end; it was stopped."
            why = (
                "Top-level statements run at import. This one kept printing, so the functions below "
                "it were never defined and none of them could be asked."
            )
            step = "Which loop at the top level prints, and when is it meant to stop?"
        case Died(how="disk"):
            name, observed = "load_disk", f"Loading {file} wrote files without end; it was stopped."
            why = (
                "Top-level statements run at import. This one kept storing files, so the functions "
                "below it were never defined and none of them could be asked."
            )
            step = "Which statement at the top level makes files, and does the task ask for any?"
        case Died():
            name, observed = (
                "load_ended",
                (f"The interpreter ended while it was loading {file} ({outcome.how})."),
            )
            why = (
                "Top-level statements run at import. One of them ended the whole process, so "
                "nothing was left that a check could ask."
            )
            step = "Look for `os._exit`, a signal or a crash at the top level, and take it out."
        case _:
            return None
    return Told(misconception=name, observed=observed, why=why, next_step=step)
