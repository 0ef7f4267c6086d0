"""Whatever is handed in, intake answers with bytes or with a sentence."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from grader import course, submissions
from grader.errors import SubmissionError, UsageError
from grader.submissions import LARGEST, find, from_bytes, from_path, source_lines, source_of

EXERCISE = course.exercise(1)
posix_only = pytest.mark.skipif(sys.platform == "win32", reason="needs POSIX files")


def refusal(path: Path) -> str:
    """Return the sentence with which *path* is refused."""
    with pytest.raises(SubmissionError) as caught:
        from_path(path, EXERCISE)
    assert caught.value.next_step
    return caught.value.message


def test_a_file_is_read_as_bytes(tmp_path: Path) -> None:
    """What is graded is the bytes of the file, whatever its name."""
    path = tmp_path / "my answer (1).py"
    path.write_bytes(b"x = 1\r\n")
    assert source_of(from_path(path, EXERCISE), EXERCISE) == b"x = 1\r\n"


def test_missing_file_and_folder_are_named(tmp_path: Path) -> None:
    """The sentence says what is at the path instead of a file."""
    assert "there is no file" in refusal(tmp_path / "nothing.py")
    assert "is a folder" in refusal(tmp_path)
    assert "not a file name" in refusal(Path("a\0b.py"))


@posix_only
def test_links_pipes_and_devices_are_refused_without_waiting(tmp_path: Path) -> None:
    """A link is not followed, a named pipe is not waited for, a device is not read."""
    target = tmp_path / "target.py"
    target.write_text("x = 1")
    link, broken, pipe = tmp_path / "link.py", tmp_path / "broken.py", tmp_path / "pipe.py"
    link.symlink_to(target)
    broken.symlink_to(tmp_path / "nowhere")
    os.mkfifo(pipe)
    assert "is a symbolic link" in refusal(link)
    assert "is a symbolic link" in refusal(broken)
    assert "is a named pipe" in refusal(pipe)
    assert "is a device" in refusal(Path("/dev/zero"))


@posix_only
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may read everything")
def test_unreadable_file_names_its_permissions(tmp_path: Path) -> None:
    """A file without read permission is told as such."""
    path = tmp_path / "locked.py"
    path.write_text("x = 1")
    path.chmod(0)
    assert "may not be read" in refusal(path)


def test_large_files_and_foreign_encodings_are_refused(tmp_path: Path) -> None:
    """Ten megabytes are not read to the end, and UTF-16 is named."""
    path = tmp_path / "large.py"
    path.write_bytes(b"#" * (10 << 20))
    assert "larger than 1 MiB" in refusal(path)
    path.write_bytes("x = 1".encode("utf-16"))
    assert "UTF-16" in refusal(path)
    assert from_bytes(b"#" * LARGEST, EXERCISE, label="small enough").label == "small enough"


def test_source_lines_honour_cookie_and_byte_order_mark() -> None:
    """Lines for showing are decoded as Python would, and never fail."""
    assert source_lines("# coding: latin-1\nx = 'é'".encode("latin-1"))[1] == "x = 'é'"
    assert source_lines(b"\xef\xbb\xbfx = 1\r\ny = 2\rz = 3") == ["x = 1", "y = 2", "z = 3"]
    assert source_lines(b"# coding: nonsense\nx") == ["# coding: nonsense", "x"]
    assert source_lines(b"# coding: rot13\nx") == ["# coding: rot13", "x"]
    assert source_lines(b"\xff\xfe")[0] == "\\xff\\xfe"


def test_the_file_is_found_here_or_above(tmp_path: Path) -> None:
    """A learner may stand in the course folder, in exercises/, or below."""
    path = tmp_path / "exercises" / f"{EXERCISE.slug}.py"
    path.parent.mkdir()
    path.write_text("")
    below = tmp_path / "notes" / "today"
    below.mkdir(parents=True)
    for place in (tmp_path, path.parent, below):
        assert find(EXERCISE.slug, place) == path
    with pytest.raises(UsageError, match="no exercises/"):
        find("exercise_99_nowhere", tmp_path)


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (PermissionError(13, "Permission denied"), "may not be read by you"),
        (OSError(5, "Input/output error"), "cannot be read: Input/output error"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: OSError, said: str
) -> None:
    """Whether it fails when it is opened or when it is read."""
    path = tmp_path / "answer.py"
    path.write_text("x = 1")

    def fail(*_: object) -> object:
        raise error

    with monkeypatch.context() as opening:
        opening.setattr(os, "open", fail)
        assert said in refusal(path)
    monkeypatch.setattr(submissions, "_up_to", fail)
    assert said in refusal(path)


def test_what_is_of_no_known_kind_is_no_file() -> None:
    """Some systems have more kinds than the usual ones."""
    odd = os.stat_result((0o150000, *[0] * 9))
    with pytest.raises(SubmissionError, match=r"^a\.py is not a regular file$"):
        submissions._refuse_unless_regular(odd, "a.py")
