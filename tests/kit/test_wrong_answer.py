"""A wrong answer is read from the wrong part alone, and put together with the solution."""

from __future__ import annotations

import ast
import re
from pathlib import Path

import pytest
from support.grading import TESTS, corpus, solution

from grader import course
from grader.errors import UsageError
from grader.kit.wrong_answer import graded_text, read_wrong_answer

SOLUTION = '''\
"""A solution."""

import sys

LIMIT: int = 1


# Counts.
def count(items):
    """Count *items*."""
    return len(items)


@staticmethod
def other():
    return sys
'''

HEAD = "# misconception: m\n# rule: 2\n# caught by: check 1.3, label some_name\n"


def assembled(part: str, solution: str = SOLUTION) -> str:
    """Return the graded text of a wrong answer with the wrong part *part*."""
    return graded_text(f"{HEAD}\n{part}", solution)


def test_a_function_takes_the_place_of_the_solutions_and_nothing_else_changes() -> None:
    """The head is left out; the comment above the replacement comes with it."""
    part = "# Counts to zero.\ndef count(items):\n    return 0  # always\n"
    right = 'def count(items):\n    """Count *items*."""\n    return len(items)\n'
    assert assembled(part) == SOLUTION.replace(right, part)


def test_a_decorated_function_is_replaced_with_its_decorators() -> None:
    """On either side."""
    assert "staticmethod" not in assembled("def other():\n    return 1\n")
    assert assembled("@print\nclass count:\n    pass\n").count("@print\nclass count:") == 1


def test_a_label_says_that_a_check_fails_or_that_it_is_blocked(tmp_path: Path) -> None:
    """By its first words."""
    file = tmp_path / "wrong.py"
    for words, blocks in (("caught by", False), ("blocks", True)):
        file.write_text(HEAD.replace("caught by", words), "utf-8")
        one = read_wrong_answer(file, SOLUTION)
        assert (one.check, one.blocks, one.misconception) == ("1.3", blocks, "some_name")


def test_an_assignment_replaces_a_literal_whether_annotated_or_not() -> None:
    """In its place."""
    assert assembled("LIMIT = 2\n") == SOLUTION.replace("LIMIT: int = 1", "LIMIT = 2")


def test_an_import_goes_after_the_solutions_and_one_from_the_future_before() -> None:
    """So that every statement below may use it."""
    text = assembled("from __future__ import annotations\nimport os\n\nLIMIT = 2\n")
    assert text.startswith(
        '"""A solution."""\nfrom __future__ import annotations\n\nimport sys\nimport os\n'
    )
    compile(text, "text", "exec")
    bare = assembled("from __future__ import annotations\nimport os\n", "LIMIT = 1\n")
    assert bare == "from __future__ import annotations\nimport os\nLIMIT = 1\n"


def test_a_helper_goes_before_the_replacement_that_follows_it() -> None:
    """So that a default argument or a base class may be one of the solution's own names."""
    text = assembled("_SEEN = {}\n\n\ndef count(items, seen=_SEEN):\n    return 1\n")
    assert "# Counts.\n_SEEN = {}\n\n\ndef count(items, seen" in text
    names: dict[str, object] = {}
    exec(assembled("class _Limit(int):\n    top = LIMIT\n\ndef count(_):\n    return 0\n"), names)
    assert names["_Limit"].top == 1  # type: ignore[attr-defined]


def test_what_follows_the_last_replacement_runs_last() -> None:
    """A statement can change what the solution has defined."""
    text = assembled("LIMIT = 2\n\nother = None\ncount.__name__ = 'x'\n# the end\n")
    assert text.endswith("\n\ncount.__name__ = 'x'\n# the end\n")
    names: dict[str, object] = {}
    exec(text, names)
    assert (names["LIMIT"], names["other"]) == (2, None)
    assert names["count"].__name__ == "x"  # type: ignore[attr-defined]


def test_two_replacements_of_one_name_stand_one_after_the_other() -> None:
    """The second may wrap the first; where the solution binds the name again, it is left out."""
    part = "def count(items):\n    return 0\n\n\ncount = print\n"
    assert part in assembled(part)
    twice = assembled("LIMIT = 3\n", f"{SOLUTION}\nLIMIT = LIMIT + 1\n")
    assert twice.count("LIMIT") == 1


def test_a_name_can_be_left_out() -> None:
    """By a line of the head; only one that the solution defines."""
    text = graded_text(f"{HEAD}# without: count, LIMIT\n\ndef other():\n    pass\n", SOLUTION)
    assert not re.search(r"def count|LIMIT", text)
    assert "def other():\n    pass" in text
    with pytest.raises(UsageError) as caught:
        graded_text(f"{HEAD}# without: forget\n", SOLUTION)
    assert caught.value.message == "leaves out forget, which the solution does not define"


def test_a_whole_file_is_graded_as_it_stands() -> None:
    """Whatever it holds."""
    text = f"{HEAD}# whole file\n\ndef count(:\n"
    assert graded_text(text, SOLUTION) == text


@pytest.mark.parametrize(
    ("part", "right", "message"),
    [
        ("def count(:\n", SOLUTION, "does not parse on line 5"),
        ("LIMIT = 1; count = 2\n", SOLUTION, "has two statements on line 5"),
        ("LIMIT = 1\n", "def (", "has a solution that does not parse on line 1"),
        ("LIMIT = 1\n", "a = 1; b = 2", "has a solution that has two statements on line 1"),
    ],
)
def test_a_part_that_cannot_be_put_together_is_refused(part: str, right: str, message: str) -> None:
    """With the line, and what to do."""
    with pytest.raises(UsageError) as caught:
        assembled(part, right)
    assert caught.value.message == message
    assert caught.value.next_step


def test_a_null_byte_is_no_text_that_parses() -> None:
    """Python 3.11 has another exception for it than for other errors of syntax."""
    with pytest.raises(UsageError, match="does not parse"):
        assembled("LIMIT = '\0'\n")


@pytest.mark.parametrize(
    ("head", "label"),
    [
        (HEAD, ("1.3", "some_name", 2)),
        (HEAD.replace("some_name", "none"), ("1.3", None, 2)),
        (HEAD.replace("rule: 2", "rule: none (goes to a person)"), ("1.3", "some_name", None)),
        (HEAD.replace("1.3", "3.R"), ("3.R", "some_name", 2)),
    ],
)
def test_the_head_has_the_label(
    tmp_path: Path, head: str, label: tuple[str, str | None, int | None]
) -> None:
    """The word `none` stands for no misconception, and for no rule."""
    path = tmp_path / "answer.py"
    path.write_text(f"{head}\nLIMIT = 2\n", "utf-8")
    read = read_wrong_answer(path, SOLUTION)
    assert (read.check, read.misconception, read.rule) == label
    assert "LIMIT = 2" in read.text


def test_a_label_below_the_head_is_none(tmp_path: Path) -> None:
    """Comments of the wrong part are its own."""
    path = tmp_path / "answer.py"
    path.write_text(f"LIMIT = 2\n{HEAD}", "utf-8")
    with pytest.raises(UsageError, match="has no label"):
        read_wrong_answer(path, SOLUTION)


@pytest.mark.parametrize("number", course.slugs())
def test_the_corpus_holds_no_copies_of_right_code(number: int) -> None:
    """No statement of a wrong part is one that the solution has already, an import included."""
    right = {ast.unparse(one) for one in ast.parse(solution(number)).body}
    for path in sorted((TESTS / "misconceptions" / f"exercise_{number}").glob("*.py")):
        part = {ast.unparse(one) for one in ast.parse(path.read_text("utf-8")).body}
        assert not part & right, path.name
    texts = [one.text for one in corpus(number)]
    assert len({*texts, solution(number)}) == len(texts) + 1
