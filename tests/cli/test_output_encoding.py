"""Standard output in an encoding that lacks a letter: people read an escape, programs the same."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.graded_class import gradebook
from support.grading import run

ASCII = {"PYTHONIOENCODING": "ascii:strict", "PYTHONUTF8": "0"}


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The gradebook of the small class; no test writes to it."""
    return gradebook(tmp_path_factory.mktemp("class") / "out")


@pytest.mark.parametrize("words", [("show",), ("show", "--student", "student03"), ("similar",)])
def test_an_encoding_without_a_names_letters_shows_them_as_escapes(
    out: Path, words: tuple[str, ...]
) -> None:
    """A pipe on Windows is in an old encoding; the table is told all the same."""
    done = run("gradebook", words[0], out, *words[1:], folder=out.parent, environment=ASCII)
    assert (done.status, done.err) == (0, "")
    assert ("Zw\\xf6lf" in done.out) == (words[0] == "show")


@pytest.mark.parametrize(
    "words",
    [("export", "--format", "csv"), ("export", "--format", "json"), ("similar", "--format=json")],
)
def test_what_programs_read_does_not_depend_on_the_encoding(
    out: Path, words: tuple[str, ...]
) -> None:
    """The same bytes, whatever the locale is."""
    plain = run("gradebook", words[0], out, *words[1:], folder=out.parent)
    other = run("gradebook", words[0], out, *words[1:], folder=out.parent, environment=ASCII)
    assert plain.status == 0 or "left out" in plain.err
    assert (other.status, other.out) == (plain.status, plain.out)


def test_an_encoding_without_our_letters_is_no_traceback(tmp_path: Path) -> None:
    """They are escaped; reports for programs are the same bytes as ever."""
    done = run("start", "é/x", folder=tmp_path, environment=ASCII)
    assert (done.status, done.err) == (0, "")
    assert "\\xe9" in done.out
    (tmp_path / "answer.py").write_text("print('é')\n", "utf-8")
    for form in ("json", "markdown"):
        words = "exercise", "1", "answer.py", "--seed", "s", "--format", form
        done = run(*words, folder=tmp_path, environment=ASCII)
        assert done.status == 1, done.err
        assert ("é" in done.out) or ("\\u00e9" in done.out), form
