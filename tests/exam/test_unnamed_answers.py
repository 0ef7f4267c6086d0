"""Wrong answers that are no misconception: what is observed stands alone, and it is true."""

from __future__ import annotations

import re

import pytest
from support.grading import attempt, examined, finding_of, grade, letters, solution, with_function

from grader.reports.wording import explanation

_ANY_NAME = re.compile(r"[a-z]+_[a-z]+_\d{3}")
SEEDS = ("b2faceb3", "581f92c7", "938b4711", "54b2860a", "50b9616c")

EXCEPTIONS_LISTED = """
def follows_module(function, module, name):
    unbound, probe = object(), object()
    before = vars(module).get(name, unbound)
    setattr(module, name, probe)
    try:
        return function() is probe
    except (NameError, TypeError, AttributeError, ValueError, RuntimeError):
        return False
    finally:
        delattr(module, name) if before is unbound else setattr(module, name, before)
"""
CLONED = """
def follows_module(function, module, name):
    import types
    space = {space}
    clone = types.FunctionType(
        function.__code__, space, "clone", function.__defaults__, function.__closure__
    )
    unbound, probe = object(), object()
    before = vars(module).get(name, unbound)
    space[name] = vars(module)[name] = probe
    try:
        return clone() is probe
    except Exception:
        return False
    finally:
        delattr(module, name) if before is unbound else setattr(module, name, before)
"""
BY_MARKS = """
def follows_module(function, module, name):
    own = function.__globals__ is vars(module)
    return own and function.__code__.co_names == (name,) and not function.__closure__
"""


@pytest.mark.parametrize(
    "body",
    [
        EXCEPTIONS_LISTED,
        CLONED.format(space="function.__globals__"),
        CLONED.format(space="dict(vars(module))"),
        BY_MARKS,
    ],
    ids=["exceptions", "clone", "clone in a copy", "marks"],
)
def test_no_mark_and_no_message_of_the_experiment_depends_on_the_seed(body: str) -> None:
    """Each kind of function is asked in every run, and a kind has one body."""
    text = with_function(3, "follows_module", body)
    graded = examined([attempt(3, text, seed=seed) for seed in SEEDS])
    assert len({letters(one) for one in graded}) == 1
    assert letters(graded[0])[5] == "f"
    told = {_ANY_NAME.sub("", finding_of(one, "3.6").observed) for one in graded}
    assert len(told) == 1, told


def test_a_keyword_that_a_clone_lacks_is_seen() -> None:
    """A function that is rebuilt without its keyword-only defaults is another function."""
    text = with_function(3, "follows_module", CLONED.format(space="function.__globals__"))
    found = finding_of(grade(3, text), "3.6")
    assert "keyword-only" in found.observed
    assert found.misconception is None


@pytest.mark.parametrize(
    "body",
    [
        "def module_behind(function):\n"
        "    return next(m for m in sys.modules if m.__dict__ is function.__globals__)",
        "def module_behind(function):\n    return vars(sys)[function.__global__]",
    ],
)
def test_a_call_that_raises_for_every_module_is_not_told_of_a_search_without_a_hit(
    body: str,
) -> None:
    """A module that is registered is the control."""
    found = finding_of(grade(3, with_function(3, "module_behind", body)), "3.5")
    assert found.misconception is None
    assert found.observed.startswith("`module_behind` raised AttributeError: ")
    assert found.line is not None


@pytest.mark.parametrize("parameters", ["function, modules", "", "*, function"])
def test_a_call_that_does_not_fit_the_parameters_is_shown_the_def(parameters: str) -> None:
    """No line of the body ran, so none is told to be read with the arguments in hand."""
    source = solution(3).replace(
        "def module_behind(function: FunctionType)", f"def module_behind({parameters})"
    )
    found = finding_of(grade(3, source), "3.3")
    assert found.misconception is None
    assert "do not fit" in found.why
    assert "Compare the `def`" in found.next_step
    assert found.source.startswith(f"def module_behind({parameters})")


@pytest.mark.parametrize(
    "body",
    ["module_behind = {}.__getitem__", "import operator\nmodule_behind = operator.add"],
)
def test_a_call_that_reaches_no_line_of_the_file_shows_none(body: str) -> None:
    """What the name is bound to is all that can be asked."""
    found = finding_of(grade(3, with_function(3, "module_behind", body)), "3.3")
    assert found.misconception is None
    assert found.line is None
    assert "No line of your file" in found.why
    assert "is `module_behind` bound to" in found.next_step


def test_a_returned_text_is_shown() -> None:
    """Its size says nothing."""
    body = "def module_behind(function):\n    return 'spam ' * 40"
    graded = grade(3, with_function(3, "module_behind", body))
    assert "the text 'spam spam " in finding_of(graded, "3.3").observed
    assert "the text 'spam spam " in finding_of(graded, "3.5").observed


@pytest.mark.parametrize(
    ("margin", "asks"),
    [("\tx = 1\n        y = 2\n", "tabs or spaces"), ("  x = 1\n y = 2\n", "How far is that line")],
)
def test_an_error_of_the_margin_asks_for_the_margin(margin: str, asks: str) -> None:
    """Nothing is opened there and not ended."""
    found = finding_of(grade(3, f"if 1:\n{margin}"), "3.1")
    assert found.misconception == "syntax_error"
    assert asks in found.next_step


@pytest.mark.parametrize(
    ("before", "told"),
    [
        (b"def f()\n    pass\n", "Python cannot parse the file (see line 1)."),
        (b"if 1:\n\tx = 1\n        y = 2\n", "Python cannot parse the file (see line 3)."),
        (b"x = '\xfc'\n", "Python cannot parse the file."),
    ],
)
def test_an_explanation_in_a_file_that_does_not_parse_is_not_told_to_be_missing(
    before: bytes, told: str
) -> None:
    """It may be there in full."""
    said = explanation(grade(3, before + solution(3).encode()))
    assert said == f"Your explanation is not handed in yet. It could not be read: {told}"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            'EXPLANATION = {"objects": "one" + "two"}\n',
            "EXPLANATION is not one plain literal: its value would have to be computed (line {}).",
        ),
        ('EXPLANATION = ("objects",)\n', "EXPLANATION is of type tuple; a dictionary is wanted."),
        (
            'EXPLANATION = {"objects": " ", "boundary": "one"}\n',
            "EXPLANATION has no plain text for objects, evidence.",
        ),
        ('CITES = {"follows_module", "reloaded"}\n', "CITES is of type set; a tuple is wanted."),
        ('CITES = ("namespace_of")\n', "CITES is one text, as without a comma; a tuple is wanted."),
        (
            'CITES = tuple(["namespace_of"])\n',
            "CITES is not one plain literal: its value would have to be computed (line {}).",
        ),
        (
            'CITES = ("namespace_of",)\n',
            "CITES wants at least two of the ids, one of them a function.",
        ),
    ],
)
def test_what_an_explanation_lacks_is_told_by_how_it_is_written(text: str, told: str) -> None:
    """A person sees from it what to write otherwise."""
    source = f"{solution(3)}\n{text}"
    said = explanation(grade(3, source)).partition(" Cited: ")[0]
    line = len(source.splitlines())
    assert said == f"Your explanation is not handed in yet. {told.format(line)}"
