"""Copies are found under other names and comments; answers that were written apart are not."""

from __future__ import annotations

import ast
import hashlib
import io
import json
import random
import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console
from support.graded_class import bare, gradebook
from support.grading import right_answers, run, solution

from grader import course
from grader.gradebook import similarity_page
from grader.gradebook.similarity import ExerciseSimilarity, exercise_similarity
from grader.gradebook.store import Gradebook
from grader.model import State
from grader.reports.page import Page

EXERCISES = [one.number for one in course.exercises()]
SHARE = 0.5


def compare(
    number: int,
    class_: Mapping[str, str | bytes],
    share: float = SHARE,
    solutions: tuple[bytes, ...] | None = None,
) -> ExerciseSimilarity:
    """Compare a class by what each handed in, with what the exercise gives to everybody.

    :param solutions: that of the exercise if None.
    """
    declared = course.exercise(number)
    sources = {
        who: source.encode() if isinstance(source, str) else source
        for who, source in class_.items()
    }
    digests = {who: hashlib.sha256(source).hexdigest() for who, source in sources.items()}
    return exercise_similarity(
        number,
        digests,
        {digests[who]: source for who, source in sources.items()},
        given=course.given(declared),
        solutions=(solution(number).encode(),) if solutions is None else solutions,
        share=share,
    )


def apart(number: int) -> dict[str, str]:
    """Return right answers that were written differently, by name."""
    found = {path.stem: path.read_text("utf-8") for path in right_answers(number)}
    return {**found, "solution": solution(number)}


class _Renaming(ast.NodeTransformer):
    """Gives names of one's own other names, and drops docstrings."""

    def __init__(self, kept: set[str]) -> None:
        self.kept = kept

    def _other(self, name: str) -> str:
        return name if name in self.kept else f"my_{name[::-1]}"

    def visit_Name(self, node: ast.Name) -> ast.AST:
        node.id = self._other(node.id)
        return node

    def visit_arg(self, node: ast.arg) -> ast.AST:
        self.generic_visit(node)
        node.arg = self._other(node.arg)
        return node

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        self.generic_visit(node)
        if ast.get_docstring(node) and len(node.body) > 1:
            node.body = node.body[1:]
        return node


def retouched(number: int, source: str, *, turned: bool = False) -> str:
    """Return a copy with other local names, no comments or docstrings, and another layout.

    :param turned: with the functions in another order, too.
    """
    tree = ast.parse(source)
    bound = {
        node.id
        for node in ast.walk(tree)
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store)
    } | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
    kept = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)} - bound
    kept |= {"PREDICTIONS", "EXPLANATION", "CITES"} | set(course.exercise(number).functions)
    tree = _Renaming(kept).visit(tree)
    if turned:
        functions = [one for one in tree.body if isinstance(one, ast.FunctionDef)]
        tree.body = [one for one in tree.body if one not in functions] + functions[::-1]
    return "# mine alone\n\n" + ast.unparse(tree).replace("    ", "  ").replace("\n\n", "\n\n\n")


@pytest.mark.parametrize("number", EXERCISES)
def test_answers_that_were_written_apart_do_not_stand_out(number: int) -> None:
    """Right answers to a short exercise share little once what everybody has is taken out."""
    found = compare(number, apart(number), share=0.25)
    assert (found.groups, found.passages, found.pairs) == ((), (), ())
    assert found.compared == len(apart(number))
    assert compare(number, apart(number), solutions=()).passages == ()


@pytest.mark.parametrize("number", EXERCISES)
def test_a_copy_under_other_names_is_found_and_nobody_else(number: int) -> None:
    """Other names, no comments, another indentation: the same but for that."""
    class_ = apart(number)
    for name, source in apart(number).items():
        found = compare(number, {**class_, "zz_copy": retouched(number, source)})
        pairs = [(pair.first, pair.second) for pair in found.pairs]
        groups = [(group.students, group.exact) for group in found.groups]
        assert groups + pairs in ([((name, "zz_copy"), False)], [(name, "zz_copy")]), name


@pytest.mark.parametrize("number", EXERCISES)
def test_a_copy_in_another_order_or_with_something_added_is_a_pair(number: int) -> None:
    """Nearly the same: a share, and the lines of the longest stretch in both."""
    source = solution(number)
    turned = retouched(number, source, turned=True)
    added = turned + "\n\ndef helper_of_mine(things):\n    return sorted(things)[0] + 1\n"
    found = compare(number, {**apart(number), "zz_copy": added})
    assert found.groups == ()
    ((pair),) = found.pairs
    assert (pair.first, pair.second) == ("solution", "zz_copy")
    assert pair.share >= SHARE
    (start, end), (other_start, other_end) = pair.lines
    assert 1 <= start < end <= len(source.splitlines())
    assert 1 <= other_start <= other_end <= len(added.splitlines())  # a dictionary in one line


def test_the_same_file_comes_first_and_stands_once_in_pairs() -> None:
    """Three with one file and one with a retouched copy: two groups' worth, no pair twice."""
    class_ = apart(1)
    copied = class_["registry_class"]
    found = compare(1, {**class_, "b1": copied, "b2": copied, "b3": retouched(1, copied)})
    listed = {who for group in found.groups for who in group.students}
    assert {"b1", "b2", "registry_class"} <= listed
    assert "solution" not in listed


def test_what_many_have_in_common_does_not_count() -> None:
    """Thirty who took the same way are no thirty copies; two who share more than that are."""
    chance = random.Random(7)
    base = solution(1)

    def own(words: int) -> str:
        lines = (
            f"    {chance.choice(['if', 'while'])} {chance.choice(['not a', 'a', 'a.b', 'a[0]'])} "
            f"{chance.choice(['<', '>', '==', 'in', 'is'])} {chance.choice(['b', 'b()', '[b]'])}:\n"
            f"        {chance.choice(['a.x', 'a[1]', 'a'])} {chance.choice(['=', '+=', '-='])} b"
            for _ in range(words)
        )
        return "\n\ndef extra(a, b):\n" + "\n".join(lines) + "\n"

    class_ = {f"student{place:02}": base + own(12) for place in range(30)}
    assert compare(1, class_).pairs == ()
    assert compare(1, class_).passages == ()  # the solution explains it
    (passage,) = compare(1, class_, solutions=()).passages
    assert passage.students == tuple(sorted(class_))
    shared = own(20)
    class_ |= {"x1": base + shared, "x2": base + shared + "\n\ny = [1 for _ in range(3)]\n"}
    assert [(pair.first, pair.second) for pair in compare(1, class_).pairs] == [("x1", "x2")]


def lines_of(chance: random.Random, count: int) -> str:
    """Return a function of so many statements that nobody else would write."""
    names = ["left", "right", "seen", "rest"]
    lines = [
        f"    {chance.choice(['if', 'while'])} {chance.choice(names)} "
        f"{chance.choice(['<', '>', '==', 'in', 'is', 'not in'])} {chance.choice(['0', 'rest()', '[left]'])}:\n"
        f"        {chance.choice(names)}{chance.choice(['.size', '[1]', ''])} "
        f"{chance.choice(['=', '+=', '-=', '|='])} {chance.choice(names)}"
        for _ in range(count)
    ]
    return "\n\ndef helper(left, right, seen, rest):\n" + "\n".join(lines) + "\n"


def words_of(chance: random.Random, count: int) -> str:
    """Return a text of so many words, assigned to a name."""
    words = [
        "name",
        "object",
        "module",
        "the",
        "a",
        "lives",
        "keeps",
        "binds",
        "while",
        "so",
        "one",
    ]
    return f"\n\nPLAN = {' '.join(chance.choice(words) for _ in range(count))!r}\n"


def spread(passage: str, of: int, sharing: int, number: int = 1) -> dict[str, str]:
    """Return a class in which the first have a passage, each at another place among lines of their own."""
    chance = random.Random(11)
    class_ = {}
    for place in range(of):
        before, behind = lines_of(chance, 9), lines_of(chance, 9)
        inside = passage if place < sharing else lines_of(chance, 6)
        class_[f"student{place:02}"] = solution(number) + before + inside + behind
    return class_


PASSAGES = {
    "code": lines_of(random.Random(1), 7),
    "a text": words_of(random.Random(2), 30),
    "code that a solution has a line of": lines_of(random.Random(3), 4)
    + "    return left\n"
    + lines_of(random.Random(4), 4),
}


@pytest.mark.parametrize("kind", PASSAGES)
@pytest.mark.parametrize(("of", "sharing"), [(24, 6), (12, 12), (40, 3)])
def test_a_passage_that_several_share_is_listed_however_many_they_are(
    kind: str, of: int, sharing: int
) -> None:
    """Once, with everybody who has it and nobody else, and with its lines in each file."""
    class_ = spread(PASSAGES[kind], of, sharing)
    (passage,) = compare(1, class_).passages
    assert passage.students == tuple(sorted(class_))[:sharing]
    for who, (start, end) in zip(passage.students, passage.lines, strict=True):
        text = class_[who]
        begins = text[: text.index(PASSAGES[kind])].count("\n") + 1
        ends = begins + PASSAGES[kind].count("\n")
        assert start <= end
        assert begins <= end
        assert start <= ends


def test_a_passage_under_other_names_is_listed_with_those_who_changed_more() -> None:
    """Each of six has renamed it, and two have changed its end: one group, not several."""
    passage = lines_of(random.Random(5), 12)
    class_ = spread(passage, 24, 6)
    for place, who in enumerate(sorted(class_)[:6]):
        named = passage.replace("left", f"links{place}").replace("seen", f"set_{place}")
        if place < 2:
            kept = named.splitlines(keepends=True)[:-6]
            named = "".join(kept) + "    return None\n"
        class_[who] = class_[who].replace(passage, named)
    (found,) = compare(1, class_).passages
    assert found.students == tuple(sorted(class_)[:6])


@pytest.mark.parametrize("number", EXERCISES)
def test_what_the_exercise_or_a_solution_has_is_no_passage(number: int) -> None:
    """Everybody has the solution, the rules and the hints in the file, and lines of their own."""
    declared = course.exercise(number)
    texts = [text.decode() for text in course.given(declared)[1:]]
    chance = random.Random(12)
    class_ = {
        who: text + "".join(f"\n{quoted}\n{lines_of(chance, 4)}" for quoted in texts)
        for who, text in spread("", 12, 0, number).items()
    }
    found = compare(number, class_)
    assert (found.passages, found.pairs) == ((), ())


def test_everybody_with_the_same_file_is_in_the_group_with_the_lines_of_their_own() -> None:
    """Two have the same but for layout; a passage has at least three different files."""
    passage = lines_of(random.Random(6), 9)
    class_ = spread(passage, 12, 3)
    class_["zz_layout"] = "\n\n\n" + class_["student00"]
    (found,) = compare(1, class_).passages
    assert found.students == ("student00", "student01", "student02", "zz_layout")
    (first, last), moved = found.lines[0], found.lines[3]
    assert moved == (first + 3, last + 3)
    assert compare(1, spread(passage, 12, 2)).passages == ()


def test_the_page_names_the_students_of_a_passage_and_says_what_it_was_held_against() -> None:
    """With their names; without a solution it says how to name one."""
    class_ = spread(lines_of(random.Random(9), 9), 6, 3)
    names = {"student00": "Brown, Jr", "student02": "Zw\u00f6lf\u202e"}

    def page(*solutions: bytes) -> str:
        shown = io.StringIO()
        found = compare(1, class_, solutions=solutions)
        similarity_page.show([found], names, Page(Console(file=shown, width=80), plain=False))
        return shown.getvalue()

    with_one = page(solution(1).encode())
    assert "that neither the exercise nor a solution has" in " ".join(with_one.split())
    assert re.search(r"^  student00 \(Brown, Jr\): lines \d+-\d+$", with_one, re.MULTILINE)
    assert re.search(r"^  student01: lines \d+-\d+$", with_one, re.MULTILINE)
    assert re.search(r"^  student02 \(Zw\u00f6lf\\u202e\): lines \d+-\d+$", with_one, re.MULTILINE)
    assert "--solution" not in with_one
    assert "Name right answers with --solution FILE" in " ".join(page().split())


def test_the_command_takes_right_answers_that_explain_passages(tmp_path: Path) -> None:
    """A file that cannot be read is told of; one that has the passage explains it."""
    passage = lines_of(random.Random(10), 9)
    with Gradebook.create(tmp_path / "out") as book:
        for who, text in spread(passage, 6, 3).items():
            digest = hashlib.sha256(text.encode()).hexdigest()
            row = replace(bare(who, 1, State.UNREADABLE, name=who.title()), sha256=digest)
            book.put(row, text.encode())
    known = tmp_path / "known.py"
    known.write_text(passage, "utf-8")
    # An installed kit has no solution of its own to explain what the files have of it.
    own = tmp_path / "solution.py"
    own.write_text(solution(1), "utf-8")
    plain = run("gradebook", "similar", "out", folder=tmp_path)
    assert "student00 (Student00): lines" in plain.out
    explained = run(
        "gradebook", "similar", "out", "--solution", known, "--solution", own, folder=tmp_path
    )
    assert (explained.status, explained.err) == (0, "")
    assert "Student00" not in explained.out
    missing = run(
        "gradebook", "similar", "out", "--solution", tmp_path / "none.py", folder=tmp_path
    )
    assert missing.status == 2
    assert "none.py" in missing.err


def test_the_prose_counts_by_its_words() -> None:
    """Somebody else's explanation under one's own code is found."""
    class_ = apart(3)
    prose = re.compile(r"^EXPLANATION\b.*?^}\n", re.DOTALL | re.MULTILINE)
    foreign = prose.search(solution(3))
    mine = class_.pop("scan_vars")
    assert foreign
    assert prose.search(mine)
    mixed = prose.sub("", mine) + foreign[0]
    assert ("solution", "zz_prose") in pairs(compare(3, {**class_, "zz_prose": mixed}))
    assert pairs(compare(3, {**class_, "zz_prose": mine})) == set()


def pairs(found: ExerciseSimilarity) -> set[tuple[str, str]]:
    """Return who stands beside whom."""
    return {(pair.first, pair.second) for pair in found.pairs}


@pytest.mark.parametrize("number", EXERCISES)
def test_an_untouched_or_barely_begun_stub_says_nothing(number: int) -> None:
    """Twenty untouched stubs are counted as too short, and listed as nothing else."""
    stub = course.stub(course.exercise(number)).decode()
    begun = stub.replace("raise NotImplementedError", "return None", 1)
    class_ = {f"student{place:02}": stub if place % 2 else begun for place in range(20)}
    found = compare(number, class_)
    assert (found.compared, found.short, found.groups, found.pairs) == (0, 20, (), ())
    assert found.passages == ()


@given(source=st.binary(max_size=300) | st.text(st.sampled_from("\"'\\\n#(=. a1é")).map(str.encode))
def test_whatever_is_handed_in_can_be_compared(source: bytes) -> None:
    """Broken text, open quotes, other encodings: no exception, and itself is itself."""
    long = solution(2).encode() + b"\n" + source
    found = compare(2, {"a": long, "b": long, "c": source})
    assert found.groups[0].students[:2] == ("a", "b")
    assert found.groups[0].exact


@pytest.mark.parametrize("unit", ['"', "'''", "\\'", "x ", "é.", '"\\', "#\n"])
def test_a_hostile_file_takes_no_time_worth_noting(unit: str) -> None:
    """A megabyte of anything ends; only the first tokens are looked at."""
    size = 1 << 20
    found = compare(1, {"a": unit * (size // len(unit)), "b": solution(1)})
    assert found.exercise == 1


def test_the_command_lists_places_to_look_and_no_verdicts(tmp_path: Path) -> None:
    """Groups first, honest words, within 80 columns; the JSON says the same."""
    out = gradebook(tmp_path / "out")
    done = run("gradebook", "similar", out, folder=tmp_path)
    assert (done.status, done.err) == (0, "")
    assert done.out.startswith("Places to look, not verdicts.")
    assert (
        "The same file\n  student01 (Brown, Jr), student04 (Lines\\nof a name), student06"
        in done.out
    )
    assert not re.search(r"cheat|plagiari|copied|suspicio", done.out, re.IGNORECASE)
    assert all(len(line) <= 80 for line in done.out.splitlines())
    body = run("gradebook", "similar", out, "--format", "json", "--exercise", "1", folder=tmp_path)
    told = json.loads(body.out)
    assert told["names"]["student01"] == "Brown, Jr"
    (exercise,) = told["exercises"]
    assert exercise["groups"][0] == {
        "students": ["student01", "student04", "student06"], "exact": True,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("compared", "short", "says"),
    [
        (2, 0, "2 files compared. Nothing stands out."),
        (1, 1, "1 file compared; 1 has too little of its own to say anything."),
        (0, 2, "0 files compared; 2 have too little of their own to say anything."),
    ],
)
def test_one_file_and_several_are_told_each_in_its_number(
    compared: int, short: int, says: str
) -> None:
    """How many were compared, and how many could not be."""
    shown = io.StringIO()
    one = ExerciseSimilarity(
        exercise=1, compared=compared, short=short, groups=(), passages=(), pairs=()
    )
    similarity_page.show([one], {}, Page(Console(file=shown, width=80), plain=True))
    assert says in " ".join(shown.getvalue().split())
