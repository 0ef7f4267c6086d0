"""What a learner makes can be of any length; a finding about it is short and true."""

from __future__ import annotations

import pytest
from support.grading import finding_of, grade, letters, with_function

from grader.exam.excerpt import LIMIT, excerpt, filled

LONG = "x" * 60_000


def test_a_value_that_fits_is_shown_whole() -> None:
    """Up to the limit."""
    assert filled("{name} is {name!r}", {"name": "x" * (LIMIT - 2)}).count("x") == 2 * LIMIT - 4


@pytest.mark.parametrize("others", [(LONG,), (LONG + "a", "b")])
def test_the_place_where_two_long_values_part_is_shown(others: tuple[str, ...]) -> None:
    """However far it is from both ends."""
    mine = LONG[:40_000] + "here" + LONG
    assert "xhere" in excerpt(mine, others)
    text = filled("{mine!r}, not {other!r}", {"mine": mine, "other": others[0]})
    assert "xhere" in text
    assert len(text) < 1_000
    assert f"({len(mine) + 2:,} characters)" in text


@pytest.mark.parametrize(
    ("body", "check"),
    [
        ("module = ModuleType('x' * 60_000)", "1.1"),
        ("module = ModuleType(name + 'x' * 200_000)", "1.1"),
        ("module = ModuleType(name); sys.modules['x' * 60_000] = module", "1.3"),
        ("module = ModuleType(name); raise RuntimeError('x' * 60_000)", "1.1"),
        ("return type('x' * 60_000, (), {})()", "1.1"),
        ("return 'x' * 60_000", "1.1"),
        ("return ['x'] * 60_000", "1.1"),
        ("return {'x' * 30_000: 1, 'y' * 30_000: 2}", "1.1"),
    ],
)
def test_a_finding_about_a_long_value_is_short(body: str, check: str) -> None:
    """In each of its parts."""
    source = with_function(
        1,
        "build_and_register",
        f"def build_and_register(name, values):\n    {body}\n    sys.modules[name] = module\n"
        "    vars(module).update(values)\n    return module\n",
    )
    found = finding_of(grade(1, source), check)
    for part in (found.call, found.observed, found.expected, found.why, found.next_step):
        assert len(part) < 1_500


@pytest.mark.parametrize(
    "many",
    [
        "sys.modules.update({f'{n}' + 'x' * 500: module for n in range(5_000)})",
        "vars(module).update({f'{n}' + 'x' * 500: n for n in range(5_000)})",
    ],
)
def test_what_cannot_be_copied_is_no_false_claim(many: str) -> None:
    """Nothing is said to be gone or replaced that is still there."""
    source = with_function(
        1,
        "build_and_register",
        "def build_and_register(name, values):\n    if name in sys.modules:\n"
        "        raise ValueError(name)\n    module = sys.modules[name] = ModuleType(name)\n"
        f"    vars(module).update(values)\n    {many}\n    return module\n",
    )
    graded = grade(1, source)
    assert "!" not in letters(graded)
    told = [one.finding.misconception for one in graded.verdicts if one.finding is not None]
    assert not {"sys_modules_rebound", "values_not_bound", "not_registered"} & set(told)
