"""What a call of exercise 1 does and undoes, and what it does to keys that look like the standard library's."""

from __future__ import annotations

from typing import Any

import pytest
from support.grading import finding_of, grade, letters, with_function

from grader.channel.outcomes import Garbled, Stopped
from grader.checks import props

BUILD = """
import types
def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    module = types.ModuleType(name)
{body}
    return module
"""


def _building(*lines: str) -> str:
    body = "\n".join(f"    {line}" for line in lines)
    return with_function(1, "build_and_register", BUILD.format(body=body))


def test_what_patch_dict_takes_out_again_is_told_with_its_line() -> None:
    """The key was there while the call ran, so a line that registers is not missing."""
    text = _building(
        "from unittest import mock",
        "module.__dict__.update(values)",
        "with mock.patch.dict(sys.modules, {name: module}):",
        "    return module",
    )
    found = finding_of(grade(1, text, seconds=30.0), "1.3")
    assert found.misconception == "registration_undone"
    assert "While the call ran" in found.observed
    assert found.source.strip().startswith("with mock.patch.dict(")


def test_a_call_that_never_registers_is_not_told_to_take_something_away() -> None:
    """It is run once more to see, and nothing is seen."""
    found = finding_of(grade(1, _building("module.__dict__.update(values)")), "1.3")
    assert found.misconception == "not_registered"


@pytest.mark.parametrize(
    "line",
    [
        "sys.modules['os.path.' + name] = module",
        "sys.modules['email'] = module",
        "sys.modules['types.' + name] = sys.modules['types']",
        "import json; sys.modules['json.again'] = json",
        "sys.modules['xml.parsers.' + name] = None",
    ],
)
def test_a_key_that_only_looks_like_the_standard_library_is_no_import_of_it(line: str) -> None:
    """What is forgiven is a module of the standard library under its own name."""
    text = _building("module.__dict__.update(values)", "sys.modules[name] = module", line)
    graded = grade(1, text)
    found = finding_of(graded, "1.3")
    assert (letters(graded)[:3], found.misconception) == ("ppf", "extra_keys")


@pytest.mark.parametrize(
    "line",
    [
        "import os.path, collections.abc, typing",
        "import xml.parsers.expat.model",
        "import importlib._bootstrap_external",
        "import email.message, json.decoder, concurrent.futures",
    ],
)
def test_an_import_of_the_standard_library_is_forgiven(line: str) -> None:
    """Also under the second keys that it gives some of its modules."""
    text = _building("module.__dict__.update(values)", "sys.modules[name] = module", line)
    assert letters(grade(1, text)) == "p" * 8


def test_thousands_of_long_keys_are_counted_and_not_taken_for_another_dictionary() -> None:
    """They are more than a message can hold."""
    text = _building(
        "module.__dict__.update(values)",
        "sys.modules[name] = module",
        "sys.modules.update({f'{number}_{name}' + 'x' * 400: module for number in range(5000)})",
    )
    found = finding_of(grade(1, text), "1.3")
    assert found.misconception == "extra_keys"
    assert "4996 more" in found.observed
    assert len(found.observed) < 400


@pytest.mark.parametrize("answer", [None, "rebound", {}, [1, 2], [["a"], "1"], ["a", "b"]])
def test_an_answer_that_the_program_does_not_give_stops_the_check(answer: object) -> None:
    """A guest that answers so has changed what answers there: nothing is claimed of the call."""
    unasked: Any = None
    before = props.PlantedCopy(original=unasked, copy=unasked, planted={})
    with pytest.raises(Stopped) as stopped:
        before.others("added", answer)
    assert isinstance(stopped.value.outcome, Garbled)


def test_planted_keys_are_no_changes_and_missing_ones_are() -> None:
    """The keys of all three ways are wanted in a namespace, those of one in `sys.modules`."""
    unasked: Any = None
    planted = {"amber": "added", "birch": "replaced", "coral": "added"}
    before = props.PlantedCopy(original=unasked, copy=unasked, planted=planted)
    assert before.others("", [["amber", "birch", "coral"], 3]) == ()
    assert before.others("added", [["amber", "coral"], 2]) == ()
    assert before.others("added", [["coral", "own"], 2]) == ("own", "amber")
    assert before.others("removed", [[], 0]) == ()
    assert before.others("replaced", [[], 0]) == ("birch",)
    keys = ["amber", "a1", "a2", "a3", "a4", "a5", "birch"]
    assert before.others("added", [keys, 12]) == ("a1", "a2", "a3", "a4", "6 more")
