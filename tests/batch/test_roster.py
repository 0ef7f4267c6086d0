"""Rosters as Canvas, Moodle, Classroom and people write them, and who on them is whose work."""

from __future__ import annotations

from pathlib import Path

import pytest

from grader import course
from grader.batch.layouts import ClassFiles, read_class
from grader.batch.layouts.roster import read_roster
from grader.errors import UsageError

ONE = f"{course.slugs()[1]}.py"


def roster(folder: Path, text: str | bytes) -> Path:
    """Write a roster."""
    path = folder / "roster.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def refusal(path: Path) -> str:
    """Return why a roster is not taken."""
    with pytest.raises(UsageError) as caught:
        read_roster(path)
    assert caught.value.next_step
    return caught.value.message


def handed_in(folder: Path, *names: str) -> Path:
    """Write a folder with exercise 1 for each name."""
    for name in names:
        (folder / "class" / name).mkdir(parents=True)
        (folder / "class" / name / ONE).write_text(f"# {name}\n", "utf-8")
    return folder / "class"


def who(found: ClassFiles) -> dict[str, str]:
    """Return student to the text of exercise 1; empty for nothing handed in."""
    texts = {}
    for one in found.students:
        choice = one.choices.get(1)
        texts[one.student] = (choice.content or b"").decode().strip("# \n") if choice else ""
    return texts


@pytest.mark.parametrize(
    ("text", "student", "name", "email"),
    [
        ("student,name,email\ns1,Student One,s1@example.org\n", "s1", "Student One", "s1@example.org"),
        ("\ufeffstudent;name;email\r\ns1;Student, One;s1@example.org\r\n", "s1", "Student, One", "s1@example.org"),
        ("login\ns1\n", "s1", "", ""),
        ("Name,Email Address\nStudent One,s1@example.org\n", "s1@example.org", "Student One", "s1@example.org"),
        ("first_name,last_name\nStudent,One\n", "Student One", "Student One", ""),
        (
            "Student,ID,SIS User ID,SIS Login ID,Section,Task (9)\n    Points Possible,,,,,24\n"
            '"One, Student",77,S7,s1,A,\n', "77", "One, Student", "",
        ),
        (
            "Identifier,Full name,Email address,Status\nParticipant 77,Student One,s1@example.org,\n",
            "77", "Student One", "s1@example.org",
        ),
        (
            "Student,ID,SIS Login ID,Section,Task (9)\nStudent One,77,s1,A,\n"
            '"Student, Test",78,0abc,A,\n', "77", "Student One", "",
        ),
        ('student;name\ns1;"One; Student"\n', "s1", "One; Student", ""),
        ("student,name\nt1,Test Student\n", "t1", "Test Student", ""),
        (
            "assignment_name,github_username,roster_identifier,points_awarded\nhw,s1,one@example.org,0\n",
            "s1", "", "",
        ),
        (
            "username,first_name,last_name,email,section,score\ns1,Student,One,s1@example.org,A,0\n",
            "s1", "Student One", "s1@example.org",
        ),
        ("The class\n\nstudent,name\ns1,One\n", "s1", "One", ""),
        ("sep=;\nstudent;name\ns1;One\n", "s1", "One", ""),
        ("student\tname\ns1\tOne\n", "s1", "One", ""),
        ('student,name\ns1,"=HYPERLINK(""x"")"\n\n,\n', "s1", '=HYPERLINK("x")', ""),
    ],
)  # fmt: skip
def test_rosters_of_all_kinds_are_read(
    tmp_path: Path, text: str, student: str, name: str, email: str
) -> None:
    """One person in each of them: the identity, the name and the address are found."""
    (person,) = read_roster(roster(tmp_path, text))
    assert (person.student, person.name, person.email) == (student, name, email)


def test_the_encodings_of_spreadsheets_are_read_or_named(tmp_path: Path) -> None:
    """UTF-16 as Excel writes it is read; what is not Unicode is refused with the way out."""
    text = "student\tname\ns1\tStüdent\n"
    assert read_roster(roster(tmp_path, text.encode("utf-16")))[0].name == "Stüdent"
    assert "is not UTF-8" in refusal(roster(tmp_path, text.encode("cp1252")))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("student,name\ns1,A\ns2,B\ns1,C\n", "the student s1 on line 2 and again on line 4"),
        ("student,login\ns1,x\ns2,X\n", "the login x on line 2 and again on line 3"),
        ("student,email\ns1,x@example.org\ns2,X@example.org\n", "on line 2 and again on line 3"),
        ("colour,size\nred,1\n", "has no header"),
        ("student,name\n", "names nobody"),
        ("", "has no header"),
        ('student,"' + "x" * 140_000, "is not CSV"),
        ('student;name\ns1;A\ns2;"B, C\ns3;D\n', "line 3 of the roster"),
        ('student,name\n"s1,A\ns2,B\n', "line 2 of the roster"),
        ('student,name\ns1,"A\ns2,"B"\n', "line 2 of the roster"),
    ],
)
def test_a_roster_that_cannot_be_right_is_refused(tmp_path: Path, text: str, message: str) -> None:
    """Somebody twice, nobody, no header, no CSV: each is named, with lines where there are some."""
    assert message in refusal(roster(tmp_path, text))


def test_a_roster_that_is_not_a_file_is_refused(tmp_path: Path) -> None:
    """A folder or a wrong name is the caller's mistake."""
    assert "is a folder" in refusal(tmp_path)
    assert "there is no file" in refusal(tmp_path / "none.csv")


def test_people_are_matched_by_id_login_address_and_name(tmp_path: Path) -> None:
    """Each folder goes to its line, whichever column it is called by."""
    path = handed_in(tmp_path, "s1", "LOGIN2", "s3@example.org", "Student Four", "fivestudent")
    people = roster(
        tmp_path,
        "student,login,email,name\n"
        "s1,login1,s1@example.org,Student One\n"
        "s2,login2,s2@example.org,Student Two\n"
        "s3,login3,S3@example.org,Student Three\n"
        's4,login4,s4@example.org,"Four, Student"\n'
        's5,login5,s5@example.org,"Five, Student"\n'
        "s6,login6,s6@example.org,Student Six\n",
    )
    found = read_class([path], roster=people)
    assert who(found) == {
        "s1": "s1", "s2": "LOGIN2", "s3": "s3@example.org", "s4": "Student Four",
        "s5": "fivestudent", "s6": "",
    }  # fmt: skip
    assert found.students[1].name == "Student Two"
    assert found.students[1].email == "s2@example.org"
    assert any("nothing found: s6" in note for note in found.notes)


def test_a_name_that_two_have_is_matched_with_neither(tmp_path: Path) -> None:
    """No guess: the folder keeps its own row, and the note names the lines."""
    path = handed_in(tmp_path, "Student Same", "s3")
    text = "student,name\ns1,Student Same\ns2,Student Same\ns3,Student Three\n"
    found = read_class([path], roster=roster(tmp_path, text))
    assert who(found) == {"Student Same": "Student Same", "s1": "", "s2": "", "s3": "s3"}
    assert any("lines 2 and 3" in note for note in found.notes)


def test_two_folders_with_one_persons_name_are_matched_with_neither(tmp_path: Path) -> None:
    """The same the other way round."""
    path = handed_in(tmp_path, "Student One", "One Student", "s2")
    text = "student,name\ns1,Student One\ns2,Student Two\n"
    found = read_class([path], roster=roster(tmp_path, text))
    assert who(found) == {
        "One Student": "One Student", "Student One": "Student One", "s1": "", "s2": "s2",
    }  # fmt: skip
    assert any("matched with neither" in note for note in found.notes)


def test_a_name_does_not_take_a_line_that_an_id_has_claimed(tmp_path: Path) -> None:
    """The surer way goes first: what is called by the name stays on its own."""
    path = handed_in(tmp_path, "s1", "Student One")
    found = read_class([path], roster=roster(tmp_path, "student,name\ns1,Student One\n"))
    assert who(found) == {"Student One": "Student One", "s1": "s1"}


def test_what_a_folder_may_be_called_as_well_is_decided_by_the_roster(tmp_path: Path) -> None:
    """Clones without a trace of git, and repositories whose common start is the students' own."""
    path = handed_in(tmp_path, "hw-s1", "hw-s2")
    people = roster(tmp_path, "student\ns1\ns2\n")
    assert who(read_class([path], roster=people)) == {"s1": "hw-s1", "s2": "hw-s2"}
    for name in ("student-1", "student-2"):
        (handed_in(tmp_path / "own", name) / name / ".git").mkdir()
    path = tmp_path / "own" / "class"
    assert set(who(read_class([path]))) == {"1", "2"}
    people = roster(tmp_path, "student\nstudent-1\nstudent-2\n")
    assert who(read_class([path], roster=people)) == {
        "student-1": "student-1",
        "student-2": "student-2",
    }


def test_strangers_stay_and_are_named(tmp_path: Path) -> None:
    """Somebody who is not on the roster has a row all the same."""
    path = handed_in(tmp_path, "s1", "guest")
    found = read_class([path], roster=roster(tmp_path, "student\ns1\n"))
    assert who(found) == {"guest": "guest", "s1": "s1"}
    assert "not on the roster, and kept: guest" in found.notes


def test_two_who_differ_in_case_alone_are_pointed_out_and_a_roster_joins_them(
    tmp_path: Path,
) -> None:
    """Without one nobody can know; with one they are whoever is on it."""
    paths = [handed_in(tmp_path / "first", "s1"), handed_in(tmp_path / "second", "S1", "s2")]
    found = read_class(paths)
    assert set(who(found)) == {"s1", "S1", "s2"}
    assert any(note.startswith("S1 and s1 differ in case alone") for note in found.notes)
    joined = read_class(paths, roster=roster(tmp_path, "student\ns1\ns2\n"))
    assert set(who(joined)) == {"s1", "s2"}
    assert not any("in case alone" in note for note in joined.notes)


def test_nobody_handed_in_and_the_roster_still_has_everybody(tmp_path: Path) -> None:
    """An empty class is not an error when somebody is expected."""
    (tmp_path / "class").mkdir()
    found = read_class([tmp_path / "class"], roster=roster(tmp_path, "student\ns2\ns1\n"))
    assert who(found) == {"s1": "", "s2": ""}
