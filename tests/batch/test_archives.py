"""Archives are read in memory, within bounds; a bad member or a bad archive costs only its owner."""

from __future__ import annotations

import gzip
import io
import stat
import struct
import tarfile
import time
import zipfile
from pathlib import Path

import pytest
from support.layout_classes import ONE, RIGHT, choices, class_of, packed

from grader import course
from grader.batch.layouts import archives, read_class
from grader.errors import UsageError


def refusal(folder: Path, archive: bytes, name: str = "work.zip") -> str:
    """Return why exercise 1 of the student who handed in *archive* cannot be read."""
    choice = choices(class_of(folder, archive, name), "student001")[1]
    assert choice.content is None
    return choice.why


def test_a_students_archive_is_opened(tmp_path: Path) -> None:
    """Folders in it do not matter; the archive is named on the way to the file."""
    found = class_of(tmp_path, packed({f"my work/deep/{ONE}": RIGHT, "__MACOSX/._x.py": b"\0"}))
    choice = choices(found, "student001")[1]
    assert (choice.content, choice.file) == (RIGHT, f"student001/work.zip/my work/deep/{ONE}")
    assert set(choices(found, "student001")) == {1}


@pytest.mark.parametrize("name", ["work.tar", "work.tar.gz"])
def test_a_students_tar_is_opened_and_its_links_are_not_followed(tmp_path: Path, name: str) -> None:
    """Tar files count as archives, packed or not."""
    file = io.BytesIO()
    with tarfile.open(fileobj=file, mode="w:gz" if name.endswith("gz") else "w") as archive:
        info = tarfile.TarInfo(ONE)
        info.size = len(RIGHT)
        archive.addfile(info, io.BytesIO(RIGHT))
        link = tarfile.TarInfo(f"{course.slugs()[2]}.py")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/hostname"
        archive.addfile(link)
    found = choices(class_of(tmp_path, file.getvalue(), name), "student001")
    assert found[1].content == RIGHT
    assert (found[2].content, "is a link" in found[2].why) == (None, True)


@pytest.mark.parametrize(
    ("name", "archive"),
    [
        ("work.zip", b""),
        ("work.zip", b"not an archive at all"),
        ("work.zip", packed({ONE: RIGHT})[:-30]),
        ("work.zip", b"PK\x05\x06" + bytes(8) + b"\xff" * 8 + bytes(2)),
        ("work.tar.gz", b"\x1f\x8b\x08\x00 damaged"),
        ("work.tgz", gzip.compress(b"no tar in it", mtime=0)),
        ("work.tar", b"x" * 2000),
    ],
    ids=["empty", "other", "cut off", "no end", "header alone", "no tar", "not a tar"],
)
def test_a_damaged_archive_makes_its_owner_unreadable(
    tmp_path: Path, name: str, archive: bytes
) -> None:
    """The row says what is wrong with which file; the others go on."""
    assert refusal(tmp_path, archive, name) == (f"student001/{name} is damaged, or not an archive")


def test_an_archive_with_nothing_in_it_is_told_as_that(tmp_path: Path) -> None:
    """Somebody did hand something in, and should hear that it was empty."""
    archive = packed({"__MACOSX/._x.py": b"", "work/": b""})
    assert refusal(tmp_path, archive).endswith("has no file in it")


def test_archives_of_other_kinds_and_archives_in_archives_stay_closed(tmp_path: Path) -> None:
    """What is not opened is told as such, not as nothing handed in."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    assert "of a kind that is not opened" in refusal(tmp_path / "a", b"Rar!", "work.rar")
    twice = packed({"inner.zip": packed({ONE: RIGHT})})
    assert "an archive inside an archive" in refusal(tmp_path / "b", twice)


def damaged_content(archive: bytes) -> bytes:
    """Return *archive* with another byte in the content of its first, stored member."""
    at = archive.index(RIGHT) + len(RIGHT) // 2
    return archive[:at] + bytes([archive[at] ^ 1]) + archive[at + 1 :]


def flagged(archive: bytes, flag: int) -> bytes:
    """Return *archive* with a flag set in the header of its first member and in the directory."""
    data = bytearray(archive)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.index(signature) + offset
        (flags,) = struct.unpack_from("<H", data, at)
        struct.pack_into("<H", data, at, flags | flag)
    return bytes(data)


def special(kind: int) -> bytes:
    """Return an archive with a member of another kind than a file."""
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        info = zipfile.ZipInfo(ONE)
        info.external_attr = (kind | 0o777) << 16
        archive.writestr(info, "/etc/hostname")
    return file.getvalue()


@pytest.mark.parametrize(
    ("archive", "why"),
    [
        (damaged_content(packed({ONE: RIGHT}, zipfile.ZIP_STORED)), "is damaged in the archive"),
        (flagged(packed({ONE: RIGHT}), 0x1), "is encrypted"),
        (packed({ONE: RIGHT}, zipfile.ZIP_LZMA), "is packed by a method that is not read here"),
        (special(stat.S_IFLNK), "is a symbolic link"),
        (special(stat.S_IFIFO), "is not a regular file"),
        (packed({ONE: b"#" * (1 << 20)}), "unpacks to more than 200 times its size"),
        (packed({ONE: b"#" * (2 << 20)}, zipfile.ZIP_STORED), "is larger than 1 MiB and is not graded"),
        (packed({f"../../{ONE}": RIGHT}), "has a name that leads out of the archive"),
        (packed({f"/etc/{ONE}": RIGHT}), "has a name that leads out of the archive"),
        (packed({f"C:\\work\\{ONE}": RIGHT}), "has a name that leads out of the archive"),
        (packed({f"{ONE}/": b"", "notes.md": b"x"}), "is a folder, not a file"),
    ],
)  # fmt: skip
def test_a_bad_member_makes_that_exercise_unreadable(
    tmp_path: Path, archive: bytes, why: str
) -> None:
    """Each kind has its sentence, and nothing is written beside the class."""
    (tmp_path / "class").mkdir()
    assert refusal(tmp_path / "class", archive).endswith(why)
    assert [path.name for path in tmp_path.iterdir()] == ["class"]


def test_a_good_file_beside_a_bad_one_is_graded_and_the_bad_one_told(tmp_path: Path) -> None:
    """Among several candidates the one that can be read counts, and a note names the other."""
    archive = packed({f"../{ONE}": b"x = 1", f"old try/{ONE}": RIGHT})
    found = class_of(tmp_path, archive)
    choice = choices(found, "student001")[1]
    assert choice.content == RIGHT
    assert choice.others == (f"student001/work.zip/{ONE}",)
    assert any("leads out of the archive" in note and "instead" in note for note in found.notes)


def test_a_bomb_is_never_unpacked(tmp_path: Path) -> None:
    """A member that claims little and unpacks to much costs its bound, not its size."""
    claimed = bytearray(packed({ONE: bytes(64 << 20)}))
    struct.pack_into("<I", claimed, 22, 1000)  # in the member's header, and in the directory
    struct.pack_into("<I", claimed, claimed.index(b"PK\x01\x02") + 24, 1000)
    began = time.process_time()
    assert refusal(tmp_path, bytes(claimed)).endswith("is damaged in the archive")
    assert time.process_time() - began < 5


def test_too_many_members_are_refused_before_they_are_listed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number is found without building the list."""
    monkeypatch.setattr(archives, "MEMBERS_NESTED", 10)
    archive = packed({f"{number}.txt": b"" for number in range(11)} | {ONE: RIGHT})
    assert refusal(tmp_path, archive).endswith("has more than 10 members")


def test_a_large_archive_of_a_student_is_not_opened(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bound on bytes, said in the sentence."""
    monkeypatch.setattr(archives, "LARGEST_NESTED", 1 << 20)
    archive = packed({ONE: RIGHT, "data.bin": bytes(2 << 20)}, zipfile.ZIP_STORED)
    assert refusal(tmp_path, archive).endswith("is larger than 1 MiB")


def test_a_tar_that_unpacks_to_too_much_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A compressed tar has to be unpacked to be listed, so there is a bound on that."""
    monkeypatch.setattr(archives, "UNPACKED", 1 << 20)
    archive = gzip.compress(bytes(2 << 20))
    assert refusal(tmp_path, archive, "work.tgz").endswith("unpacks to more than 1 MiB")


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_members_with_one_name_the_last_counts(tmp_path: Path) -> None:
    """As for an unpacker, and it is said."""
    path = tmp_path / "class.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(f"student001/{ONE}", "first = 1")
        archive.writestr(f"student001/{ONE}", "second = 2")
        archive.writestr(f"student002/{ONE}", RIGHT)
    found = read_class([path])
    assert choices(found, "student001")[1].content == b"second = 2"
    assert any("more than once" in note for note in found.notes)


def test_names_in_other_encodings_are_read(tmp_path: Path) -> None:
    """UTF-8 that does not say so, as macOS writes it, and the old PC encoding."""
    path = tmp_path / "class.zip"
    plain = packed({f"st\u00fcdent1/{ONE}": RIGHT, f"student2/{ONE}": RIGHT})
    path.write_bytes(plain.replace(struct.pack("<HH", 20, 0x800), struct.pack("<HH", 20, 0)))
    assert "stüdent1" in {one.student for one in read_class([path]).students}
    raw = packed({f"stXdent1/{ONE}": RIGHT, f"student2/{ONE}": RIGHT})
    path.write_bytes(raw.replace(b"stXdent1", b"st\x81dent1"))
    assert "stüdent1" in {one.student for one in read_class([path]).students}


def test_a_class_archive_that_cannot_be_read_is_the_callers_mistake(tmp_path: Path) -> None:
    """There is nobody in it to give a row to."""
    path = tmp_path / "class.zip"
    path.write_bytes(packed({f"student001/{ONE}": RIGHT})[:-40])
    with pytest.raises(UsageError, match="is damaged") as caught:
        read_class([path])
    assert caught.value.next_step


def test_one_bad_member_of_a_class_archive_costs_one_student(tmp_path: Path) -> None:
    """The others are read, and the name that leads out still has its row."""
    path = tmp_path / "class.zip"
    path.write_bytes(
        damaged_content(
            packed(
                {
                    f"student001/{ONE}": RIGHT,
                    f"student002/{ONE}": RIGHT,
                    f"../student003/{ONE}": RIGHT,
                },
                zipfile.ZIP_STORED,
            )
        )
    )
    found = read_class([path])
    assert "damaged" in choices(found, "student001")[1].why
    assert choices(found, "student002")[1].content == RIGHT
    assert "leads out" in choices(found, "student003")[1].why
    assert list(tmp_path.iterdir()) == [path]
