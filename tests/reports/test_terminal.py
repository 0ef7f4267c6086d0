"""The report on a terminal: complete, no wider than asked, and obeying nobody's text."""

from __future__ import annotations

import io
import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from rich.cells import cell_len
from rich.console import Console
from support.golden import shown
from support.grading import (
    ROOT,
    attempt,
    corpus,
    examined,
    grade,
    graded_findings,
    graded_wrong_answers,
    run,
    solution,
    with_function,
)

from grader.kit.wrong_answer import WrongAnswer
from grader.model import Grade, Judgement
from grader.reports import terminal, wording
from grader.reports.escape import visible
from grader.reports.wrap import MARK, words

WIDTHS = (60, 80, 120)
ESCAPE = re.compile(r"\x1b\[([0-9;]*)([A-Za-z])")
CALM = {"0", "1", "31", "32", "35"}
"""Reset, bold, and the theme's red, green and magenta: what may be used of colours."""

_CODE = re.compile("`[^`]*`")

HOSTILE = """
def forget(module):
    print("\\x1b[2J\\x1b]0;owned\\x07\\r\\u202e\\u200b\\u2066gone\\u00ad", "::error::x", "##[group]y")
    print("世界 " * 40, "e\\u0301" * 50, "🎉" * 60, "a" + "\\u0301" * 40)
    raise KeyError("\\x1b[31m\\u202e" + "::stop-commands::" * 20)
"""


def bare(text: str) -> str:
    """Return *text* without spaces, gutters and continuation marks."""
    return re.sub(rf"[\s{MARK}│]|^\s*>? *\d+ │", "", text)


MAKE_LONG_VALUES = {"fills_the_cache_with_long_names.py"}
"""Wrong answers whose findings hold excerpts, because what they make is too long for a finding."""


@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("width", WIDTHS)
def test_a_wrong_answer_of_each_check_is_shown_whole(number: int, width: int) -> None:
    """With `--all`: nothing is cut, no fragment that fits is broken, no line is too wide."""
    assert_shown_whole(graded_wrong_answers(number), width)


@pytest.mark.long
@pytest.mark.parametrize("number", [1, 2, 3])
@pytest.mark.parametrize("width", WIDTHS)
def test_every_finding_is_shown_whole(number: int, width: int) -> None:
    """As above, for a wrong answer of each."""
    assert_shown_whole(graded_findings(number), width)


def assert_shown_whole(answers: Sequence[tuple[WrongAnswer, Grade]], width: int) -> None:
    """Fail unless the page of each answer has every text of its findings."""
    for one, graded in answers:
        page = shown(graded, width=width, everything=True)
        lines = page.splitlines()
        for line in lines:
            is_command = line.strip().startswith("`grade ")  # not broken, so that it can be pasted
            assert cell_len(line) <= width or is_command, f"{one.path.name}: {line}"
        squeezed = bare(page)
        for verdict, _ in wording.findings(graded):
            assert verdict.finding is not None
            for label, text in wording.parts(verdict.finding):
                if label.startswith(wording.LINE) or label in {wording.PATH, wording.NAMES}:
                    continue  # these are laid out by line: see the golden pages
                assert bare(visible(text)) in squeezed, f"{one.path.name}: {label}"
                ours = text.replace("(…)", "") if label == wording.CALL else _CODE.sub("", text)
                assert "…" not in ours or one.path.name in MAKE_LONG_VALUES, (
                    f"{one.path.name}: {text}"
                )
                fragments = [] if label == wording.CALL else words(visible(text))
                for fragment in fragments:
                    if cell_len(fragment) <= width:
                        assert any(fragment in line for line in lines), (
                            f"{one.path.name}: {fragment}"
                        )
            source = verdict.finding.source
            if source and cell_len(source) < min(width, 100) - 16:
                assert any(visible(source) in line for line in lines), one.path.name


def test_each_judgement_is_a_word_as_well_as_a_sign() -> None:
    """Without the signs and the colours the page still says everything."""
    for _, graded in graded_wrong_answers(1):
        for plain in (False, True):
            page = shown(graded, plain=plain)
            for verdict in graded.verdicts:
                word = wording.WORDS[verdict.judgement]
                assert re.search(rf"^. {word} +{re.escape(verdict.check.number)}  ", page, re.M)


@pytest.fixture(scope="module")
def hostile() -> Grade:
    """The grade of an answer whose texts want to be obeyed."""
    return grade(1, with_function(1, "forget", HOSTILE), label="\x1b[31m世.py")


@pytest.mark.parametrize("width", [*WIDTHS, 43])
@pytest.mark.parametrize("plain", [False, True])
def test_nothing_in_a_learners_text_is_obeyed(hostile: Grade, width: int, plain: bool) -> None:
    """Escapes, direction overrides, invisible characters and workflow commands are shown."""
    page = shown(hostile, width=width, plain=plain)
    assert "\\x1b[31m" in page
    assert "\\u202e" in page
    for character in "\x1b\x07\r\u202e\u200b\u2066\u00ad":
        assert character not in page
    for line in page.splitlines():
        assert not line.lstrip().startswith("::")
        assert "##[" not in line
        assert cell_len(line) <= width, line
    assert "世界" in page
    assert "e\u0301" in page
    assert "\u0301" * 4 not in page


@pytest.mark.parametrize(
    ("text", "seen"),
    [
        ("plain text", "plain text"),
        ("Grüße 世界 🎉", "Grüße 世界 🎉"),
        ("\x00\x1b\x7f\x9b", "\\x00\\x1b\\x7f\\x9b"),
        ("a\u202eb\u2069c\ufeffd", "a\\u202eb\\u2069c\\ufeffd"),
        ("a\u00a0b\u3164c\u2800d\u2003e", "a\\xa0b\\u3164c\\u2800d\\u2003e"),
        ("\u0301a\u0301 \u0301", "\\u0301a\u0301 \\u0301"),
        ("\ud800\ue000\U000e0001", "\\ud800\\ue000\\U000e0001"),
        ("line\nend\ttab", "line\\nend\\ttab"),
    ],
)
def test_what_an_eye_would_miss_is_made_visible(text: str, seen: str) -> None:
    """Control, format, blank and lone combining characters; letters of any script stay."""
    assert visible(text) == seen


def test_the_accent_is_on_the_word_and_not_on_the_sentence() -> None:
    """Of a check's line the sign and the word are coloured, of a part its name is bold."""
    file = io.StringIO()
    console = Console(file=file, force_terminal=True, color_system="standard", width=80)
    terminal.report(graded_wrong_answers(1)[0][1], console, everything=True, plain=False)
    for line in file.getvalue().splitlines():
        if re.search(r"PASS|FAIL|Observed|Next step", line):
            assert re.fullmatch(r"\x1b\[\d+m[^\x1b]{8,16}\x1b\[0m[^\x1b]+", line), repr(line)


def test_only_colours_that_read_on_dark_and_light_are_used() -> None:
    """Of the theme's own, and only as an accent on a word."""
    graded = graded_wrong_answers(1)[0][1]
    faulted = replace(
        graded,
        verdicts=(replace(graded.verdicts[0], judgement=Judgement.FAULTED), *graded.verdicts[1:]),
    )
    for one in (graded, faulted):
        file = io.StringIO()
        console = Console(file=file, force_terminal=True, color_system="standard", width=80)
        terminal.report(one, console, everything=True, plain=False)
        found = ESCAPE.findall(file.getvalue())
        assert found
        assert {part for codes, _ in found for part in codes.split(";")} <= CALM
        assert {letter for _, letter in found} == {"m"}


@pytest.mark.parametrize(
    ("environment", "options", "escapes"),
    [
        ({}, (), False),
        ({"FORCE_COLOR": "1", "TERM": "xterm"}, (), True),
        ({"FORCE_COLOR": "1", "TERM": "xterm", "NO_COLOR": "1"}, (), False),
        ({"FORCE_COLOR": "1", "TERM": "xterm"}, ("--plain",), False),
        ({"PYTHONIOENCODING": "ascii"}, (), False),
        ({"PYTHONIOENCODING": "latin-1"}, ("--all",), False),
    ],
)
def test_a_pipe_gets_what_it_asked_for(
    tmp_path: Path, environment: dict[str, str], options: tuple[str, ...], escapes: bool
) -> None:
    """No escape sequence unless it is forced; ASCII where the stream takes no more."""
    (tmp_path / "answer.py").write_text(corpus(1)[0].text, "utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "grader", "exercise", "1", "answer.py", *options],
        cwd=tmp_path,
        env={"PATH": os.environ["PATH"], **environment},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert (b"\x1b" in done.stdout) == escapes
    if options or "PYTHONIOENCODING" in environment:
        assert done.stdout.isascii()
    text = ESCAPE.sub("", done.stdout.decode(environment.get("PYTHONIOENCODING", "utf-8")))
    assert max(map(cell_len, text.splitlines())) <= 80


def on_a_terminal(folder: Path, columns: int, *words: str, **environment: str) -> str:
    """Run `grade` on a terminal of its own and return all that it wrote there."""
    if sys.platform == "win32":
        pytest.skip("there are no pseudo terminals")
    import fcntl
    import struct
    import termios

    ours, theirs = os.openpty()
    fcntl.ioctl(theirs, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
    base = {key: value for key, value in os.environ.items() if key not in {"COLUMNS", "NO_COLOR"}}
    with subprocess.Popen(
        [sys.executable, "-m", "grader", *words],
        cwd=folder, stdin=theirs, stdout=theirs, stderr=theirs,
        env={**base, "TERM": "xterm-256color", **environment},
    ) as process:  # fmt: skip
        os.close(theirs)
        written, deadline = b"", time.monotonic() + 60
        try:
            while time.monotonic() < deadline:
                if select.select([ours], [], [], 0.2)[0]:
                    written += os.read(ours, 65536)
                elif process.poll() is not None:
                    break
        except OSError:  # how a terminal says on Linux that the other end has gone
            pass
        finally:
            process.kill()
            os.close(ours)
    return written.decode()


@pytest.mark.parametrize("columns", WIDTHS)
def test_a_terminals_width_is_kept_to(tmp_path: Path, columns: int) -> None:
    """Without escape sequences no line is wider than the window."""
    (tmp_path / "answer.py").write_text(corpus(1)[3].text, "utf-8")
    page = on_a_terminal(tmp_path, columns, "exercise", "1", "answer.py", "--all")
    lines = ESCAPE.sub("", page).splitlines()
    assert "\x1b[" in page
    assert 40 < max(map(cell_len, lines)) <= min(columns, 100)


def test_a_dumb_terminal_and_no_color_get_no_escapes(tmp_path: Path) -> None:
    """And the same words."""
    (tmp_path / "answer.py").write_text(corpus(1)[0].text, "utf-8")
    for environment in ({"TERM": "dumb"}, {"NO_COLOR": "1"}):
        page = on_a_terminal(tmp_path, 80, "exercise", "1", "answer.py", **environment)
        assert "\x1b" not in page
        assert "FAIL" in page


def test_grade_all_shows_a_bar_on_a_terminal_only(tmp_path: Path) -> None:
    """It counts checks; nothing of it is left in a pipe or in the report."""
    run("start", folder=tmp_path)
    for path in (tmp_path / "exercises").glob("*.py"):
        path.write_text((ROOT / "solutions" / path.name).read_text("utf-8"), "utf-8")
    page = on_a_terminal(tmp_path, 80, "all")
    counts = [int(done) for done in re.findall(r"(\d+)/24", ESCAPE.sub("", page))]
    assert counts == sorted(counts)
    assert len(set(counts)) > 2
    assert "24 of 24 points in all" in page
    done = run("all", folder=tmp_path)
    assert (done.status, done.err) == (0, "")
    assert "/24" not in done.out


def test_a_syntax_error_has_a_caret_under_its_place() -> None:
    """A tab before it counts as it looks; where the place is not sure there is no caret."""
    lines = shown(grade(1, "if True:\n\tname = 'x' 5\n")).splitlines()
    row = next(place for place, line in enumerate(lines) if "name = " in line and "│" in line)
    assert lines[row + 1].strip("│ ") == "^"
    assert lines[row].index("5") == lines[row + 1].index("^")
    for line in ("name = '世界' 5", "name = 'é' 5"):
        page = shown(grade(1, f"if True:\n\t{line}\n"))
        assert line in page
        assert "^" not in page


def test_a_long_printed_text_says_how_much_is_left_out() -> None:
    """Twenty lines of a thousand, and the number of the others."""
    body = "def forget(module):\n    print('row\\n' * 1000)"
    page = shown(grade(1, with_function(1, "forget", body)))
    assert page.count("│ row") == 20
    assert re.search(r"… and 798\d lines more", page)


def test_the_command_to_run_next_names_the_file_where_it_must() -> None:
    """A file of another name is named, quoted for a shell; the usual one is not."""
    one = attempt(1, solution(1).replace("first is second", "first == second"))
    for label, command in (
        ("exercises/exercise_1_identity.py", "`grade exercise 1`"),
        ("my answer.py", "`grade exercise 1 'my answer.py'`"),
    ):
        named = replace(one, submission=replace(one.submission, label=label))
        assert command in " ".join(shown(examined([named])[0]).split())
