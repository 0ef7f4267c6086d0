"""`--format lines`: what a problem matcher finds in it, and what it never has."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

from support.grading import corpus, grade, run, solution

from grader import course
from grader.model import Grade, Judgement
from grader.reports import lines

MATCHER = re.compile(r"^([^:\s][^:]*):(\d+):\s+(\d+\.\d+)\s+(\S.*)$")
"""File, line, code and message, as a `problemMatcher` of VS Code names them."""


def matched(text: str) -> list[tuple[str, int, str, str]]:
    """Return what the matcher finds; every line has to match."""
    found = [MATCHER.match(line) for line in text.split("\n")[:-1]]
    assert all(found), text
    return [(one[1], int(one[2]), one[3], one[4]) for one in found if one]


def open_checks(graded: Grade) -> list[str]:
    """Return the numbers of the checks that do not hold."""
    return [one.check.number for one in graded.verdicts if one.judgement is not Judgement.PASSED]


def test_each_check_that_does_not_hold_has_a_line_that_a_matcher_reads(tmp_path: Path) -> None:
    """The file is named from the working folder; status and standard error are as ever."""
    slug = course.exercise(1).slug
    (tmp_path / "exercises").mkdir()
    path = tmp_path / "exercises" / f"{slug}.py"
    path.write_text(corpus(1)[0].text, "utf-8")
    done = run("exercise", "1", "--format", "lines", folder=tmp_path)
    (found,) = matched(done.out)
    graded = grade(1, corpus(1)[0].text)
    assert (done.status, done.err) == (1, "")
    assert (found[0], [found[2]]) == (f"exercises/{slug}.py", open_checks(graded))
    assert 1 <= found[1] <= len(corpus(1)[0].text.splitlines())
    path.write_text(solution(1), "utf-8")
    done = run("exercise", "1", "--format", "lines", folder=tmp_path)
    assert (done.status, done.out, done.err) == (0, "", "")


def test_blocked_checks_point_at_the_function_they_wait_for() -> None:
    """At its last `def`; where the file does not load, at the first line and at the error's own."""
    name = course.exercise(1).functions[0]
    text = f"def {name}(name, values):\n    pass\n\n\n{solution(1)}\n\n\n"
    text += f"def {name}(name, values):\n    raise NotImplementedError\n"
    at = 1 + max(n for n, line in enumerate(text.split("\n")) if line.startswith(f"def {name}("))
    graded = grade(1, text)
    bare = [
        one for one in graded.verdicts
        if one.judgement is Judgement.BLOCKED and one.finding is None and one.blocked_by == name
    ]  # fmt: skip
    assert bare
    places = {number: line for _, line, number, _ in matched(lines.report([graded]))}
    assert list(places) == open_checks(graded)
    assert {places[one.check.number] for one in bare} == {at}
    broken = matched(lines.report([grade(1, "x = 1\n\ny = (\n")]))
    assert [number for _, _, number, _ in broken] == [f"1.{n}" for n in range(1, 9)]
    assert (broken[0][1], {line for _, line, _, _ in broken[1:]}) == (3, {1})


def test_nothing_in_a_line_ends_it_or_is_obeyed() -> None:
    """Control characters are visible, workflow commands taken apart; a fault is said to be one."""
    graded = grade(1, corpus(1)[0].text, label="a\x1b[2J\n::error::b.py")
    text = lines.report([graded])
    assert "\x1b" not in text
    assert text.count("\n") == 1
    assert "::" not in text
    (wrong,) = (one for one in graded.verdicts if one.finding is not None)
    assert wrong.finding is not None
    hostile = replace(wrong.finding, observed="one\rtwo\n##[error]three", line=None, call="f(")
    faulty = replace(wrong, judgement=Judgement.FAULTED, finding=None, fault="no\nreport")
    shown = lines.report([replace(graded, verdicts=(replace(wrong, finding=hostile), faulty))])
    assert shown.count("\n") == 2
    assert "\r" not in shown
    assert "##[" not in shown
    assert ":1: " in shown.splitlines()[0]
    assert "no zero: no\\nreport" in shown.splitlines()[1]
