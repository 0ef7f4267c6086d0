"""An exception shows where in the learner's own code it came from, and what names held there."""

from __future__ import annotations

import pytest
from support.golden import shown
from support.grading import grade, letters, with_function

from grader.model import Finding, Grade, Traceback

LIARS = """
class Liar:
    def __repr__(self): raise SystemExit
    __str__ = __repr__
    def __getattribute__(self, name): raise SystemExit
    def __len__(self): raise SystemExit


class Loops:
    def __repr__(self):
        while True: print("noise")


class Text(str):
    def __repr__(self): return "\\x1b[31mlie"


class Meta(type):
    def __repr__(cls): raise SystemExit
    def __getattribute__(cls, name): raise SystemExit


class Odd(metaclass=Meta): pass


def forget(module):
    liar, loops, text, odd, cls = Liar(), Loops(), Text("x"), Odd(), Odd
    huge, long, deep, nested = 10 ** 5000, "y" * 10 ** 6, [], {"a": [1, (2,)], "b": liar}
    deep.append(deep)
    return nope
"""


def found_in(graded: Grade) -> Finding:
    """Return the one finding."""
    found = [verdict.finding for verdict in graded.verdicts if verdict.finding is not None]
    assert len(found) == 1
    return found[0]


def traced(body: str, **how: object) -> Traceback:
    """Return the trace of an answer whose `forget` is this."""
    trace = found_in(grade(1, with_function(1, "forget", body), **how)).trace
    assert trace is not None
    return trace


def test_only_the_learners_own_frames_are_told() -> None:
    """Through a library function and back, with the text of each line."""
    body = (
        "import functools\n"
        "def inner(total, key):\n    return {}[key]\n"
        "def forget(module):\n    return functools.reduce(inner, ['here'], 0)\n"
    )
    trace = traced(body)
    assert [(frame.function, frame.source) for frame in trace.frames] == [
        ("forget", "return functools.reduce(inner, ['here'], 0)"),
        ("inner", "return {}[key]"),
    ]
    assert dict(trace.names) == {"key": "'here'", "total": "0"}


def test_a_value_is_shown_by_exact_type_and_nothing_of_its_own_is_run() -> None:
    """Lying, raising and endless reprs are never asked; long values are cut visibly."""
    graded = grade(1, with_function(1, "forget", LIARS))
    trace = found_in(graded).trace
    assert trace is not None
    named = dict(trace.names)
    assert trace.more == 10 - len(named) > 0
    assert "noise" not in graded.verdicts[-1].printed
    wide = traced(
        LIARS.replace("return nope", "nope; (nested, deep, huge, long, cls, odd, text, liar)")
    )
    named |= dict(wide.names)
    body = LIARS.replace(
        "return nope", "return liar, loops, text, odd, cls, huge, long, deep, nested, x"
    )
    named |= dict(traced(body).names)
    body = LIARS.replace("return nope", "return deep, nested, long, x")
    named |= dict(traced(body).names)
    assert named["liar"] == "<Liar object>"
    assert named["loops"] == "<Loops object>"
    assert named["text"] == "<Text object>"
    assert named["odd"] == "<Odd object>"
    assert named["cls"] == "<Meta object>"
    assert named["huge"] == "<int of 16610 bits>"
    assert named["long"] == f"{'y' * 60!r}…"
    assert named["nested"] == "{'a': [1, <tuple of 1 item>], 'b': <Liar object>}"
    assert named["deep"] == "[[<list of 1 item>]]"
    assert "\x1b" not in shown(graded)


def test_names_that_the_line_mentions_come_first_and_eight_are_shown() -> None:
    """Of a function with many; how many there are beside them is said."""
    names = [f"name_{place:02}" for place in range(20)]
    body = "def forget(module):\n" + "".join(
        f"    {name} = {place}\n" for place, name in enumerate(names)
    )
    graded = grade(1, with_function(1, "forget", body + "    return name_17 + missing\n"))
    trace = found_in(graded).trace
    assert trace is not None
    assert trace.names[0] == ("name_17", "17")
    assert (len(trace.names), trace.more) == (8, 13)
    assert "and 13 more" in shown(graded)


def test_at_import_only_what_the_line_mentions_is_told() -> None:
    """Every function of the file is a local name there; nobody wants to read them all."""
    graded = grade(1, "import sys\nfirst = 'a'\nsecond = 3\nthird = first + second\n")
    assert letters(graded) == "b" * 8
    trace = found_in(graded).trace
    assert trace is not None
    assert [frame.function for frame in trace.frames] == ["<module>"]
    assert trace.names == (("first", "'a'"), ("second", "3"))
    assert "the top level" not in shown(graded)  # one frame: the line says it all


def test_calls_that_go_too_deep_are_told_once_and_counted() -> None:
    """The line that repeats itself is the one to look at."""
    found = found_in(
        grade(1, with_function(1, "forget", "def forget(module):\n    forget(module)"))
    )
    assert found.trace is not None
    assert found.source == "forget(module)"
    assert len(found.trace.frames) == 1
    assert found.trace.frames[0].times > 100
    assert "kept calling each other" in found.why


def test_two_functions_that_call_each_other_fill_no_page() -> None:
    """At most twelve calls are told: the first, and the last ones."""
    body = "def ping(m): pong(m)\ndef pong(m): ping(m)\ndef forget(module): ping(module)\n"
    trace = traced(body)
    assert len(trace.frames) <= 12
    assert trace.frames[0].function == "forget"


@pytest.mark.parametrize(
    "body",
    [
        "def forget(module): return input('name? ')",
        "def forget(module): breakpoint()",
        "def forget(module):\n    x = 1\n    breakpoint(header='here')\n    return x",
    ],
)
def test_asking_a_person_names_the_line(body: str) -> None:
    """Input and debugger end at the line that asked, with what to do instead."""
    found = found_in(grade(1, with_function(1, "forget", body)))
    assert found.misconception in {"waits_for_input", "breakpoint_left"}
    assert "input(" in found.source or "breakpoint(" in found.source
    assert "__main__" in found.next_step


def test_a_print_left_in_is_no_mistake() -> None:
    """Full marks, and what was printed is shown."""
    body = "\nprint('loaded')\nimport builtins\nbuiltins.print('twice')\n"
    graded = grade(1, with_function(1, "forget", body + "\n").replace("\n\n\n", "\n", 1))
    assert letters(graded) == "p" * 8
    page = shown(graded)
    assert "Printed by your code" in page
    assert "│ loaded" in page


def test_reading_an_empty_standard_input_is_nothing_special() -> None:
    """`sys.stdin.read()` gives an empty text, as at the end of any file."""
    body = "import sys\ntext = sys.stdin.read() + sys.stdin.readline()\nassert text == ''\n"
    assert letters(grade(1, with_function(1, "forget", body))) == "p" * 8


def test_an_unwritten_function_has_no_trace() -> None:
    """Not started is no exception that wants explaining."""
    stub = "def build_and_register(name, values):\n    raise NotImplementedError\n"
    first = grade(1, stub).verdicts[0].finding
    assert first is not None
    assert first.misconception == "not_started"
    assert first.trace is None
