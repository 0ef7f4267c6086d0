"""Whatever an archive is called inside, and whichever of its bytes are wrong, nobody goes missing."""

from __future__ import annotations

import io
import tarfile
import tempfile
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st
from support.layout_classes import ONE, class_of, packed

NAMES = st.text(
    st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1, max_size=40
)


def tar() -> bytes:
    """Return a small packed tar file."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz") as archive:
        info = tarfile.TarInfo(f"{'ü' * 120}/{ONE}")
        info.size, info.mtime = 200, 1.5
        archive.addfile(info, io.BytesIO(b"#" * 200))
    return file.getvalue()


WHOLE = {"work.zip": packed({ONE: b"x = 1\n" * 50, "a/b.py": b"y = 2\n"}), "work.tgz": tar()}


def hold(archive: bytes, name: str) -> None:
    """Check that a student with *archive* and another are there, and nothing else is on disk."""
    with tempfile.TemporaryDirectory() as folder:
        found = class_of(Path(folder), archive, name)
        assert {one.student for one in found.students} == {"student001", "student002"}
        on_disk = sorted(path.name for path in Path(folder).rglob("*") if path.is_file())
        assert on_disk == sorted([ONE, name])
    for one in found.students:
        for choice in one.choices.values():
            assert choice.file.isprintable()
            assert (choice.content is None) == bool(choice.why)


@given(names=st.lists(NAMES, max_size=8, unique=True), cut=st.integers(0, 40))
def test_no_name_in_an_archive_loses_a_student_or_leaves_a_file(names: list[str], cut: int) -> None:
    """Whatever the members are called, and however the archive is cut, there are two students."""
    whole = packed(dict.fromkeys(names, b"x = 1"))
    hold(whole[: len(whole) - cut], "work.zip")


@given(
    name=st.sampled_from(sorted(WHOLE)),
    changes=st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), max_size=8),
)
def test_no_wrong_byte_in_an_archive_stops_the_class(
    name: str, changes: list[tuple[int, int]]
) -> None:
    """A damaged archive is read as far as it is sound, or told as damaged; nothing is raised."""
    data = bytearray(WHOLE[name])
    for place, byte in changes:
        data[place % len(data)] = byte
    hold(bytes(data), name)
