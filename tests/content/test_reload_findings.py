"""Exercise 2: what is told where no name fits, what is told once, and the same for any seed."""

from __future__ import annotations

import pytest
from support.grading import finding_of, grade, letters, with_function, wrong_answer

SEEDS = tuple("abcdef")
NAMELESS = "def make_reader(module, name):\n    return "


@pytest.mark.parametrize(
    ("body", "number", "said"),
    [
        ("exec(compile(source, 'text', 'single'), vars(module))", "2.4", "Nothing was counted"),
        ("exec(compile(source, 'text', 'single'), vars(module))", "2.5", "`raise` had not run"),
        ("[exec(line, vars(module)) for line in source.split('raise')[:1]]", "2.5", "the `raise`"),
        ("[exec(line, vars(module)) for line in source.splitlines()[:2]]", "2.5", "` and the `r"),
        (
            "sys.modules.get(module.__name__) is module and exec(source, vars(module))",
            "2.1",
            "A registered module got the new value",
        ),
        (
            "sys.modules.update({module.__name__: module}); exec(source, vars(module)); "
            "sys.modules.pop(module.__name__)",
            "2.1",
            "After the call `sys.modules` has no such key",
        ),
        (
            "name = module.__name__; was = sys.modules.get(name); sys.modules[name] = module; "
            "exec(source, vars(module)); was is module or sys.modules.pop(name)",
            "2.1",
            "Afterwards `sys.modules` has no entry there",
        ),
    ],
)
def test_a_reload_without_a_theory_is_told_what_was_seen(body: str, number: str, said: str) -> None:
    """And no more."""
    text = f"import sys\ndef simulate_reload(module, source):\n    {body}\n    return module"
    found = finding_of(grade(2, with_function(2, "simulate_reload", text)), number)
    assert said in found.observed


@pytest.mark.parametrize(
    ("reader", "said"),
    [
        ("lambda: globals()[name]", "`reader` raised KeyError"),
        ("lambda: getattr(module, 7)", "`reader` raised TypeError"),
        ("lambda: getattr(module, name) or 1", "the reader gave another object: 1"),
    ],
)
def test_a_reader_without_a_theory_is_told_what_came_of_its_call(reader: str, said: str) -> None:
    """An exception is told as such, and another result too."""
    found = finding_of(grade(2, with_function(2, "make_reader", f"{NAMELESS}{reader}")), "2.8")
    assert found.misconception is None
    assert said in found.observed


@pytest.mark.parametrize(
    "reader",
    [
        "lambda module: getattr(module, name)",
        "operator.itemgetter(name)",
        "functools.partial(getattr, module)",
        "vars(module).__getitem__",
    ],
)
def test_a_reader_that_wants_an_argument_is_told_how_it_was_called(reader: str) -> None:
    """And shown the `return` of `make_reader`, whatever it is that was returned."""
    text = f"import functools, operator\n{NAMELESS}{reader}"
    found = finding_of(grade(2, with_function(2, "make_reader", text)), "2.8")
    assert found.misconception == "reader_wants_arguments"
    assert found.call == "reader()"
    assert found.source.strip() == f"return {reader}"
    assert "stub" not in found.observed + found.why


@pytest.mark.parametrize("mode", ["single", "eval"])
def test_a_text_that_the_comparison_cannot_compile_is_no_question_of_names(mode: str) -> None:
    """The same text fails in a registered module too."""
    text = (
        "def run(module, source):\n"
        f"    exec(compile(source, 'text', {mode!r}), vars(module))\n"
        "def compare_after_reload(module, name, source):\n"
        "    copied = getattr(module, name)\n"
        "    run(module, source)\n"
        "    current = getattr(module, name)\n"
        "    return Comparison(copied, current, copied is not current)"
    )
    found = finding_of(grade(2, with_function(2, "compare_after_reload", text)), "2.6")
    assert found.misconception is None
    assert "SyntaxError" in found.observed


@pytest.mark.parametrize(
    ("error", "said"),
    [("NameError", "a NameError"), ("SystemExit", "a SystemExit"), ("KeyboardInterrupt", "a Key")],
)
def test_an_exception_that_is_swallowed_is_told_by_its_class(error: str, said: str) -> None:
    """Each class is asked about, and those that come through are not blamed."""
    text = (
        "def simulate_reload(module, source):\n"
        f"    try:\n        exec(source, vars(module))\n    except {error}:\n        pass\n"
        "    return module"
    )
    graded = grade(2, with_function(2, "simulate_reload", text))
    assert letters(graded) == "ppppfppp"
    found = finding_of(graded, "2.5")
    assert found.misconception == "swallowed"
    assert f"The text raised {said}" in found.observed


def test_how_often_a_comparison_runs_the_text_is_said() -> None:
    """And nothing about texts that ran once."""
    text = (
        "def compare_after_reload(module, name, source):\n"
        "    copied = getattr(module, name)\n"
        "    for _ in range(3):\n        simulate_reload(module, source)\n"
        "    current = getattr(module, name)\n"
        "    return Comparison(copied, current, copied is not current)"
    )
    found = finding_of(grade(2, with_function(2, "compare_after_reload", text)), "2.6")
    assert "ran it 3 times" in found.observed


def test_an_exception_that_no_text_gets_past_is_told_once() -> None:
    """The other checks of that function wait for it."""
    text = "def simulate_reload(module, source):\n    exec(source, module)"
    graded = grade(2, with_function(2, "simulate_reload", text))
    assert letters(graded) == "fbbbbbbp"
    assert finding_of(graded, "2.1").observed.startswith("`simulate_reload` raised TypeError")


def test_a_reload_that_raises_when_the_text_has_run_is_still_asked() -> None:
    """What it does with an error in the text is right."""
    text = "def simulate_reload(module, source):\n    exec(source, vars(module))\n    return modul"
    graded = grade(2, with_function(2, "simulate_reload", text))
    assert letters(graded)[0] == "f"
    assert letters(graded)[4] == "p"


def test_a_comparison_that_always_raises_is_told_once() -> None:
    """Whether an exception has a name or not, and of the same case for any seed."""
    text = "def compare_after_reload(module, name, source):\n    return module.name"
    graded = [grade(2, with_function(2, "compare_after_reload", text), seed=s) for s in SEEDS]
    assert {letters(one) for one in graded} == {"pppppfbp"}
    for one in graded:
        _, name, source = finding_of(one, "2.6").call.split("'")[1::2]
        assert source.startswith(f"{name} = ")


@pytest.mark.parametrize("file", ["fills_the_class_itself", "compares_with_importlib_reload"])
def test_a_comparison_is_told_the_same_for_any_seed(file: str) -> None:
    """Also where one call spoils what another gave."""
    text = wrong_answer(2, file)
    names = {finding_of(grade(2, text, seed=s), "2.6").misconception for s in SEEDS}
    assert len(names) == 1
