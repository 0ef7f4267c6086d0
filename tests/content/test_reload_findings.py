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
        ("lambda: print(getattr(module, name))", "the reader gave None"),
        ("lambda: globals()[name]", "`reader` raised KeyError"),
        ("lambda module: getattr(module, name)", "`reader` raised TypeError"),
        ("lambda: getattr(module, name) or 1", "the reader gave another object: 1"),
    ],
)
def test_a_reader_without_a_theory_is_told_what_came_of_its_call(reader: str, said: str) -> None:
    """An exception is told as such, and a missing result too."""
    found = finding_of(grade(2, with_function(2, "make_reader", f"{NAMELESS}{reader}")), "2.8")
    assert found.misconception is None
    assert said in found.observed


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
