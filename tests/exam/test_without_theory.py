"""Exercise 1: what went wrong by another slip than a known one is told as it was observed.

A false diagnosis is worse than none, so answers that look like a misconception to a
check and are none stand here.
"""

from __future__ import annotations

import pytest
from support.grading import finding_of, grade, letters, with_function

OTHER_SLIPS = {
    "the import is forgotten": ("return absent.import_module(name)", "NameError"),
    "a name is misspelt": ("return importlib.import_modul(name)", "AttributeError"),
    "the look-up is in another dictionary": ("return globals()[name]", "KeyError"),
    "the statement has the word `name`": ("import name\n    return name", "ModuleNotFoundError"),
    "nothing is done": ("pass", "nothing was loaded"),
}


@pytest.mark.parametrize("slip", OTHER_SLIPS)
def test_only_an_answer_that_finds_what_is_registered_looks_into_the_cache(slip: str) -> None:
    """Others fail for a file as well, and are told of no `sys.modules` that they never asked."""
    body, observed = OTHER_SLIPS[slip]
    source = with_function(1, "import_back", f"def import_back(name):\n    {body}\n")
    found = finding_of(grade(1, source), "1.5")
    assert found.misconception is None
    assert observed in found.observed
    assert "first place" not in found.why
    assert found.call.startswith("import_back(")
    assert found.line is not None


def test_a_parameter_too_few_is_no_look_up() -> None:
    """A signature that was changed is told as the TypeError that it comes to."""
    source = with_function(1, "import_back", "def import_back():\n    return None\n")
    found = finding_of(grade(1, source), "1.5")
    assert found.misconception is None
    assert "TypeError" in found.observed


MAKE = """
def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = sys.modules[name] = ModuleType(name)
    module.__dict__.update(values)
    {last}
"""


@pytest.mark.parametrize(
    ("last", "name", "observed"),
    [
        ("pass", "returned_none", "The call returned None."),
        ("return name, module", None, "The result is a tuple of 2 items."),
        ("return True", None, "The result is an object of type bool."),
        ("return type(name, (), {})", "not_a_module", "The result is the class "),
    ],
)
def test_where_no_module_is_returned_that_is_told_once(
    last: str, name: str | None, observed: str
) -> None:
    """What the module holds and where it is registered is then not asked of something else."""
    graded = grade(1, with_function(1, "build_and_register", MAKE.format(last=last)))
    assert letters(graded) == "fbbppppp"
    found = finding_of(graded, "1.1")
    assert (found.misconception, found.observed[: len(observed)]) == (name, observed)
    assert {verdict.blocked_by for verdict in graded.verdicts[1:3]} == {"1.1"}


def test_a_name_that_is_always_refused_is_not_refused_for_its_file() -> None:
    """Which names an answer takes for taken is known only from those that it lets pass."""
    refuse = "def build_and_register(name, values):\n    raise ValueError(name)\n"
    found = finding_of(grade(1, with_function(1, "build_and_register", refuse)), "1.7")
    assert found.misconception is None
    assert "ValueError" in found.observed


def test_a_dotted_name_that_is_refused_is_told_in_one_check() -> None:
    """1.1 asks what a module is called, 1.3 under which names modules can be registered."""
    refuse = (
        "_build = build_and_register\n"
        "def build_and_register(name, values):\n"
        "    if not name.isidentifier():\n"
        "        raise ValueError(name)\n"
        "    return _build(name, values)\n"
    )
    assert letters(grade(1, with_function(1, "build_and_register", refuse))) == "ppfppppp"


def test_an_error_that_no_look_up_raises_is_told_of_a_pair_of_modules() -> None:
    """KeyError for some other pair is not the mark of going by the entries in the cache."""
    body = (
        "def same_module(first, second):\n"
        "    if first is second:\n"
        "        return True\n"
        "    raise KeyError(first.__name__)\n"
    )
    found = finding_of(grade(1, with_function(1, "same_module", body)), "1.6")
    assert found.misconception is None
    assert "KeyError" in found.observed
