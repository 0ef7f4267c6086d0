"""`grade watch` in a real terminal and in a pipe: every save, every key, every way to leave."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from support.grading import ROOT, run, solution
from support.processes import children, eventually
from support.terminal import BEFORE, GRADE, Terminal, all_gone

from grader import course

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks processes up in /proc")

SLUGS = course.slugs()
RIGHT = solution(1)
NO_FORGET = f"{RIGHT}\n\ndef forget(name):\n    return None\n"
ENDLESS = f"{RIGHT}\n\ndef forget(name):\n    while True: pass\n"


def in_place(path: Path, text: str) -> None:
    """Save as many editors do: truncate, then write."""
    path.write_text(text, "utf-8")


def renamed(path: Path, text: str) -> None:
    """Save as careful editors do: write beside it, then rename over it."""
    beside = path.with_name(f".{path.name}.swp~")
    beside.write_text(text, "utf-8")
    beside.replace(path)


def removed_first(path: Path, text: str) -> None:
    """Save as some tools do: remove it, and write it anew a moment later."""
    path.unlink()
    time.sleep(0.05)
    path.write_text(text, "utf-8")


def slowly(path: Path, text: str) -> None:
    """Save in two halves with a pause, the first of which is no Python."""
    with path.open("w", encoding="utf-8") as file:
        file.write('"""' + text)
        file.flush()
        time.sleep(0.3)
        file.seek(0)
        file.truncate()
        file.write(text)


def test_ten_saves_of_every_kind_are_each_answered_rightly(terminal: Terminal, file: Path) -> None:
    """Good and broken, in place, renamed, removed first and in halves: the state is right."""
    told = [
        (in_place, NO_FORGET, ("7 of 8 checks hold", "1.1 to 1.7 now hold")),
        (in_place, "def build_and_register(:\n", ("0 of 8 checks hold", "cannot read line 1")),
        (renamed, NO_FORGET, ("7 of 8 checks hold", "Check 1.8 does not hold")),
        (slowly, NO_FORGET.replace("return None", "return 1"), ("7 of 8 checks hold",)),
        (in_place, "", ("0 of 8 checks hold",)),
        (removed_first, RIGHT, ("Exercise 1 is finished", "Exercise 2", "0 of 8 checks hold")),
        (renamed, NO_FORGET, ("Exercise 1", "7 of 8 checks hold", "1.8 no longer holds")),
        (in_place, "import os\nos._exit(3)\n", ("0 of 8 checks hold", "Exercise 1")),
        (renamed, "raise RuntimeError('half')\n", ("RuntimeError", "0 of 8 checks hold")),
        (renamed, NO_FORGET, ("7 of 8 checks hold", "Exercise 1")),
    ]
    for count, (save, text, parts) in enumerate(told):
        save(file, text)
        assert terminal.shows(*parts), (count, terminal.text)
    assert terminal.runs()


def test_the_newest_bytes_are_graded_last(terminal: Terminal, file: Path) -> None:
    """A save while another is being graded overtakes it, also one that would never end."""
    in_place(file, ENDLESS)
    assert eventually(lambda: terminal.shows("Grading", seconds=0.1), 10)
    in_place(file, NO_FORGET)
    assert terminal.shows("7 of 8 checks hold", "1.1 to 1.7 now hold", seconds=4.0), terminal.text
    for text in (NO_FORGET, ENDLESS, "x = (", NO_FORGET, RIGHT):
        in_place(file, text)
        time.sleep(0.12)
    assert terminal.shows("Exercise 1 is finished", "Exercise 2"), terminal.text


def test_what_editors_put_beside_the_file_is_no_save(terminal: Terminal, file: Path) -> None:
    """Swap files, backups and lock files cause no grading."""
    before = len(terminal.raw)
    for name in (f".{file.name}.swp", f"{file.name}~", "4913", f".#{file.name}"):
        (file.parent / name).write_text("x")
    for _ in range(10):
        terminal.read(0.1)
    assert len(terminal.raw) == before


def test_a_missing_or_unreadable_file_is_told_and_watching_goes_on(
    terminal: Terminal, file: Path
) -> None:
    """Removed, replaced by a folder, saved as UTF-16; then a file again."""
    file.unlink()
    assert terminal.shows("Not graded: there is no file", "graded as soon as it can be")
    file.mkdir()
    assert terminal.shows("is a folder, not a file")
    file.rmdir()
    file.write_bytes(NO_FORGET.encode("utf-16"))
    assert terminal.shows("saved as UTF-16")
    in_place(file, NO_FORGET)
    assert terminal.shows("7 of 8 checks hold")


def test_a_folder_that_is_made_anew_is_found_again(terminal: Terminal, file: Path) -> None:
    """Renaming the folder away and making another loses nothing but a second."""
    file.parent.rename(file.parent.with_name("elsewhere"))
    assert terminal.shows("Not graded: there is no file")
    file.parent.mkdir()
    in_place(file, NO_FORGET)
    assert terminal.shows("7 of 8 checks hold")
    time.sleep(1.2)
    in_place(file, f"{RIGHT}\n\ndef import_back(name):\n    return None\n")
    assert terminal.shows("1.8 now holds"), terminal.text


def test_a_resized_window_is_drawn_anew_at_its_width(terminal: Terminal) -> None:
    """Wider, then narrower: the same report, no line over the width, nothing left behind."""
    for columns in (110, 60):
        terminal.resize(70, columns)
        assert eventually(lambda: terminal.shows("q: leave", seconds=0.2), 10)
        terminal.read(0.5)
        assert terminal.text.count("Exercise 1 ·") == 1
        assert terminal.text.count("Check 1.1 could not be asked") == 1
        widest = max(map(len, terminal.text.splitlines()))
        assert widest <= columns
    assert widest > 50


def test_keys_show_all_findings_and_grade_again(terminal: Terminal, file: Path) -> None:
    """`a` shows every finding and back; Enter grades anew, with names of its own."""
    in_place(file, "def build_and_register(n, v): pass\n")
    assert terminal.shows("findings: `grade")
    assert findings_drawn(terminal) == 1
    terminal.press("a")
    assert eventually(lambda: findings_drawn(terminal) > 1, 10)
    terminal.press("a")
    assert eventually(lambda: findings_drawn(terminal) == 1, 10)
    assert terminal.shows("findings: `grade", "Seed ")
    seed = next(line for line in terminal.text.splitlines() if line.startswith("Seed "))
    terminal.press("\r")
    assert eventually(lambda: not terminal.shows(seed, seconds=0.1), 10)


def findings_drawn(terminal: Terminal) -> int:
    """How many findings the last page has, those that have scrolled out of sight included."""
    terminal.read()
    return terminal.raw.rpartition(b"\x1b[H")[2].count(b"Next step")


def test_the_scrollback_keeps_what_stood_there_and_does_not_fill(folder: Path, file: Path) -> None:
    """Six answers leave one page, and what the shell had shown is still above it."""
    with Terminal("watch", "1", folder=folder) as terminal:
        assert terminal.shows("q: leave")
        for count in range(6):
            drawn = drawings(terminal)
            in_place(file, f"{NO_FORGET}\n# {count}\n")
            assert eventually(lambda seen=drawn: drawings(terminal) > seen, 20)  # type: ignore[misc]
        above = ["".join(c.data for c in line.values()) for line in terminal.screen.history.top]
        assert sum(BEFORE in line for line in above) == 1
        assert sum("Exercise 1 ·" in line for line in above) == 0
        assert terminal.text.count("Exercise 1 ·") == 1


def drawings(terminal: Terminal) -> int:
    """How often the page has been drawn so far."""
    terminal.read()
    return terminal.raw.count(b"\x1b[H")


def test_a_dumb_terminal_gets_blocks_and_no_escapes(folder: Path, file: Path) -> None:
    """Where the cursor cannot be moved, nothing is drawn over."""
    with Terminal("watch", "1", folder=folder, term="dumb") as terminal:
        assert terminal.shows("0 of 8 checks hold")
        in_place(file, NO_FORGET)
        assert terminal.shows("7 of 8 checks hold")
        assert b"\x1b" not in terminal.raw
        terminal.press("q")
        assert terminal.status() == 0


def test_without_a_number_the_first_unfinished_one_is_watched(folder: Path, file: Path) -> None:
    """What was finished before, with these very bytes, is passed over."""
    in_place(file, RIGHT)
    assert run("exercise", "1", folder=folder).status == 0
    with Terminal("watch", folder=folder) as terminal:
        assert terminal.shows("Exercise 2 ·", "0 of 8 checks hold")
        assert b"Exercise 1" not in terminal.raw
    in_place(file, NO_FORGET)
    with Terminal("watch", folder=folder) as terminal:
        assert terminal.shows("Exercise 1 ·", "7 of 8 checks hold")


def test_the_last_exercise_finished_is_said_so(folder: Path) -> None:
    """With every solution in place, watching ends up at the last and says that all are done."""
    for slug in SLUGS.values():
        (folder / "exercises" / f"{slug}.py").write_bytes(
            (ROOT / "solutions" / f"{slug}.py").read_bytes()
        )
    with Terminal("watch", folder=folder) as terminal:
        assert terminal.shows(f"Exercise {max(SLUGS)} ·", "Every check of every exercise holds"), (
            terminal.text
        )


def test_in_a_pipe_every_answer_is_a_block_of_its_own(folder: Path, file: Path) -> None:
    """Plain text, one block after the other, nothing cleared; SIGINT leaves with status 0."""
    out = folder / "out.txt"
    with (
        out.open("wb") as stream,
        subprocess.Popen(
            [sys.executable, "-c", GRADE, "watch", "1"],
            cwd=folder,
            env={**os.environ, "COLUMNS": "80", "PYTHONSAFEPATH": "1"},
            stdin=subprocess.DEVNULL,
            stdout=stream,
            stderr=subprocess.PIPE,
        ) as process,
    ):
        try:
            assert eventually(lambda: "0 of 8 checks hold" in out.read_text(), 20)
            in_place(file, NO_FORGET)
            assert eventually(lambda: "7 of 8 checks hold" in out.read_text(), 20)
            family = children(process.pid)
            process.send_signal(signal.SIGINT)
            assert process.wait(15) == 0
        finally:
            process.kill()
        assert process.stderr is not None
        assert process.stderr.read() == b""
    text = out.read_text()
    assert "\x1b" not in text
    assert text.count("Exercise 1 ·") == 2
    assert text.count("q: leave") == 0
    assert all_gone(family)


def test_where_there_is_no_exercise_the_way_on_is_told(tmp_path: Path) -> None:
    """Status 2, one sentence and the next step, as everywhere."""
    done = run("watch", folder=tmp_path)
    assert (done.status, done.out) == (2, "")
    assert "grade start" in done.err
    assert run("watch", "9", folder=tmp_path).status == 2
