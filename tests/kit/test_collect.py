"""Fetching a class's repositories: every row is answered for, and no text of theirs is obeyed."""

from __future__ import annotations

import csv
import os
import subprocess
import time
from pathlib import Path

import pytest
from support.grading import Run, run
from support.installation import posix_only

from grader.errors import UsageError
from grader.kit import collect

pytestmark = posix_only


def made(server: Path, project: str, files: dict[str, str], link: str = "") -> Path:
    """Make a repository at OWNER/NAME below *server*, with one commit if it has files."""
    folder = server / project
    folder.mkdir(parents=True)
    git = ["git", "-C", str(folder), "-c", "user.name=x", "-c", "user.email=x@localhost"]
    subprocess.run(["git", "init", "-q", folder], check=True, timeout=60)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, "utf-8")
    if link:
        (folder / "link.py").symlink_to(link)
    if files:
        subprocess.run([*git, "add", "-A"], check=True, timeout=60)
        subprocess.run([*git, "commit", "-q", "-m", "Work"], check=True, timeout=60)
    return folder


def roster(folder: Path, *rows: tuple[str, ...], head: str = "student,repository") -> Path:
    """Write a table."""
    path = folder / "class.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([head.split(","), *rows])
    return path


def collected(tmp_path: Path, table: Path, *options: str, **environment: str) -> Run:
    """Run the command against a server that is a folder."""
    return run(
        "kit", "collect", "--server", f"file://{tmp_path}/server", *options, "--", table, "class",
        folder=tmp_path, environment=environment,
    )  # fmt: skip


def rows(tmp_path: Path) -> dict[str, dict[str, str]]:
    """Return what the table of results says, by student."""
    with (tmp_path / "class" / "collected.csv").open(encoding="utf-8", newline="") as file:
        return {row["student"]: row for row in csv.DictReader(file)}


def folders(tmp_path: Path) -> set[str]:
    """Return the students who have a folder."""
    return {path.name for path in (tmp_path / "class" / "submissions").iterdir()}


def test_each_student_gets_a_folder_with_the_last_commit(tmp_path: Path) -> None:
    """By name or by address; `.git` is not kept, and the table says which commit came."""
    folder = made(tmp_path / "server", "OWNER/one", {"exercises/a.py": "x = 1\n"})
    made(tmp_path / "server", "OWNER/two.git", {"b.py": "y = 2\n"})
    made(tmp_path / "server", "OWNER/none", {})
    table = roster(
        tmp_path,
        ("student01", "OWNER/one"),
        ("student02", f"file://{tmp_path}/server/OWNER/two.git/"),
        ("student03", "OWNER/none"),
    )
    (tmp_path / "server" / "OWNER" / "two").symlink_to("two.git")
    done = collected(tmp_path, table)
    assert done.status == 0, done.err
    submissions = tmp_path / "class" / "submissions"
    assert folders(tmp_path) == {"student01", "student02", "student03"}
    assert (submissions / "student01" / "exercises" / "a.py").read_text() == "x = 1\n"
    assert list((submissions / "student03").iterdir()) == []
    assert not list(submissions.rglob(".git"))
    head = subprocess.run(
        ["git", "-C", folder, "rev-parse", "HEAD"], capture_output=True, text=True, check=True
    )
    found = rows(tmp_path)
    assert found["student01"]["commit"] == head.stdout.strip()
    assert found["student01"]["committed"]
    assert found["student03"]["commit"] == ""
    assert not any(row["why"] for row in found.values())


def test_one_that_cannot_be_fetched_holds_up_nobody_and_is_no_zero(tmp_path: Path) -> None:
    """It is named with its reason and leaves no folder; the others are there; exit status 3."""
    made(tmp_path / "server", "OWNER/one", {"a.py": "x = 1\n"})
    table = roster(
        tmp_path,
        ("student01", "OWNER/missing"),
        ("student02", "OWNER/one"),
        ("student03", "https://elsewhere.example/OWNER/one"),
        ("student02", "OWNER/one"),
    )
    done = collected(tmp_path, table)
    assert done.status == 3
    assert folders(tmp_path) == {"student02"}
    assert done.out == "fetched  student02\n"
    told = done.err.splitlines()
    assert [line.split(":")[0] for line in told] == [
        "missed   student01", "missed   student03", "missed   student02",
    ]  # fmt: skip
    assert "does not exist" in told[0] or "not appear" in told[0]
    assert "names no repository" in told[1]
    assert "twice" in told[2]


@pytest.mark.parametrize(
    ("student", "repository"),
    [
        ("../up", "OWNER/one"), ("/etc", "OWNER/one"), (".git", "OWNER/one"), ("-rf", "OWNER/one"),
        ("a/b", "OWNER/one"), ("a\\b", "OWNER/one"), ("a\nb", "OWNER/one"), ("", "OWNER/one"),
        ("a:b", "OWNER/one"), ("con.", "OWNER/one"), ("$(touch pwned)", "OWNER/one"),
        ("student01", "--upload-pack=touch pwned/x"), ("student01", "OWNER/one; touch pwned"),
        ("student01", "ext::sh -c touch% pwned"), ("student01", "OWNER/.."), ("student01", ""),
        ("student01", "OWNER/one/../../two"), ("student01", "$(touch pwned)/x"),
    ],
)  # fmt: skip
def test_no_text_of_a_table_is_obeyed(student: str, repository: str, tmp_path: Path) -> None:
    """A name that is no folder's, or an address that is none, is a row with its reason."""
    made(tmp_path / "server", "OWNER/one", {"a.py": "x = 1\n"})
    before = {path.name for path in tmp_path.iterdir()}
    done = collected(tmp_path, roster(tmp_path, (student, repository)))
    assert done.status == 3, done.out
    assert folders(tmp_path) == set()
    (row,) = rows(tmp_path).values()
    assert row["why"]
    assert {path.name for path in tmp_path.iterdir()} - before == {"class", "class.csv"}


def test_what_a_repository_holds_is_not_obeyed(tmp_path: Path) -> None:
    """A link becomes a plain file, a submodule is not fetched, and hooks do not run."""
    one = made(tmp_path / "server", "OWNER/one", {"a.py": "x = 1\n"}, link="/etc/hostname")
    modules = f'[submodule "s"]\n\tpath = s\n\turl = file://{tmp_path}/server/OWNER/one\n'
    made(tmp_path / "server", "OWNER/two", {".gitmodules": modules, "b.py": ""})
    hook = one / ".git" / "hooks" / "post-checkout"
    hook.write_text(f"#!/bin/sh\ntouch {tmp_path}/pwned\n")
    hook.chmod(0o755)
    table = roster(tmp_path, ("student01", "OWNER/one"), ("student02", "OWNER/two"))
    assert collected(tmp_path, table).status == 0
    link = tmp_path / "class" / "submissions" / "student01" / "link.py"
    assert not link.is_symlink()
    assert link.read_text() == "/etc/hostname"
    assert not (tmp_path / "class" / "submissions" / "student02" / "s").exists()
    assert not (tmp_path / "pwned").exists()


def stand_in(tmp_path: Path, script: str) -> str:
    """Put a program called git first on the path; return that path."""
    folder = tmp_path / "tools"
    folder.mkdir()
    (folder / "git").write_text(f"#!/bin/sh\n{script}\n")
    (folder / "git").chmod(0o755)
    return f"{folder}{os.pathsep}{os.environ['PATH']}"


def test_a_fetch_that_hangs_ends_with_its_helpers(tmp_path: Path) -> None:
    """The time limit holds although a child of Git's keeps the pipe; nothing lives on."""
    path = stand_in(tmp_path, f'sleep 60 &\necho $! >"{tmp_path}/helper"\nwait')
    began = time.monotonic()
    done = collected(
        tmp_path, roster(tmp_path, ("student01", "OWNER/one")), "--time-limit", "1", PATH=path
    )
    assert done.status == 3
    assert "within 1 s" in done.err
    assert time.monotonic() - began < 30
    helper = int((tmp_path / "helper").read_text())
    for _ in range(100):
        if not _alive(helper):
            break
        time.sleep(0.05)
    assert not _alive(helper)


def _alive(pid: int) -> bool:
    """Say whether a process runs; one that has ended and waits to be collected does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


def test_the_token_reaches_git_for_that_server_only_and_is_kept_nowhere(tmp_path: Path) -> None:
    """It is a setting in Git's environment; no argument, no file and no variable of ours has it."""
    script = (
        f'env >>"{tmp_path}/environment"; echo "$@" >>"{tmp_path}/arguments"\n'
        'for last; do :; done\ntest "$1" = clone && mkdir -p "$last/.git" || exit 1'
    )
    path = stand_in(tmp_path, script)
    done = run(
        "kit", "collect", "--server", "https://git.example", "--",
        roster(tmp_path, ("student01", "OWNER/one")), "class",
        folder=tmp_path, environment={"PATH": path, "GRADE_TOKEN": "s3cret"},
    )  # fmt: skip
    assert done.status == 0, done.err
    environment = (tmp_path / "environment").read_text()
    assert "http.https://git.example/.extraheader" in environment
    assert "Authorization: Basic " in environment
    assert "s3cret" not in environment
    assert "s3cret" not in (tmp_path / "arguments").read_text()
    kept = [p for p in (tmp_path / "class").rglob("*") if p.is_file()]
    assert not any("Basic" in p.read_text() or "s3cret" in p.read_text() for p in kept)


def test_tables_of_other_systems_are_understood(tmp_path: Path) -> None:
    """By the columns of their exports; a mark of byte order is no part of the first name."""
    server = "https://github.com"
    head = "assignment_name,github_username,student_repository_url"
    path = roster(tmp_path, ("x", "student01", f"{server}/OWNER/one"), head=head)
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    (one,) = collect.read_roster(path, server)
    assert (one.student, one.address, one.why) == ("student01", f"{server}/OWNER/one", "")


def test_tables_that_cannot_be_read_are_refused_with_a_next_step(tmp_path: Path) -> None:
    """Missing, without the columns, in another encoding, or for a server that is none."""
    path = tmp_path / "class.csv"
    for content in (
        b"",
        b"a,b\n1,2\n",
        b"student,repository\n\xff\xfe,x\n",
        b'student,repository\n"a',
    ):
        path.write_bytes(content)
        with pytest.raises(UsageError) as caught:
            collect.read_roster(path, "https://github.com")
        assert caught.value.next_step
    for table, server in ((tmp_path / "none.csv", "https://github.com"), (path, "ext::sh")):
        with pytest.raises(UsageError):
            collect.read_roster(table, server)
    (tmp_path / "class" / "submissions").mkdir(parents=True)
    done = collected(tmp_path, roster(tmp_path, ("student01", "OWNER/one")))
    assert done.status == 2
