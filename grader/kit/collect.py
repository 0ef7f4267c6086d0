"""Fetching of the repositories of a class, as `grade kit collect` does it.

Neither the roster nor a repository is trusted. Names are checked before they become folders, only
one server is asked, no text reaches a shell, links become plain files, nothing of a repository is
run, and its `.git` is not kept. A repository that could not be fetched leaves no folder: an empty
one would be graded with zero points.
"""

from __future__ import annotations

import base64
import csv
import os
import re
import shutil
import signal
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import urlsplit

from grader.errors import UsageError
from grader.reports.csv_text import csv_text

STUDENT = ("student", "github_username", "username", "login")
REPOSITORY = ("repository", "student_repository_url", "student_repository_name")
"""Names of the two columns of a roster; the first one that it has is used."""

FIELDS = ("student", "repository", "commit", "committed", "why")

_STUDENT = re.compile(r"[^\W_](?:[\w.@+ -]{0,98}[\w@+-])?")
_PROJECT = re.compile(r"[A-Za-z0-9][\w.-]{0,99}/[\w.-]{1,100}", re.ASCII)
_SCHEMES = {"https", "file"}
_SAFE = {
    "core.symlinks": "false",
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "submodule.recurse": "false",
    "protocol.allow": "never",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Repository:
    """One student's repository, and the result of fetching it.

    :param address: its URL; empty if the roster has none that can be used.
    :param commit: the commit that was fetched, hexadecimal; empty if there is none yet.
    :param committed: time of the commit by its author's clock, ISO 8601.
    :param why: why it could not be fetched, a sentence without its full stop; else empty.
    """

    student: str
    address: str
    commit: str = ""
    committed: str = ""
    why: str = ""


def read_roster(roster: Path, server: str) -> tuple[Repository, ...]:
    """Return the repositories that *roster* lists, in its order.

    A row that cannot be used is returned too, with the reason in `why`.

    :param roster: a CSV file.
    :param server: such as `https://github.com`; an address elsewhere cannot be used.
    :raises UsageError: when the roster cannot be read or lacks a column.
    """
    if urlsplit(server).scheme not in _SCHEMES:
        raise UsageError(f"{server!r} is no address of a server", "Use https://HOST.")
    try:
        with roster.open(encoding="utf-8-sig", newline="") as file:
            rows = list(csv.DictReader(file, restval="", strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        why = error.strerror if isinstance(error, OSError) else str(error)
        raise UsageError(f"{roster} cannot be read as CSV: {why}", "Save it as UTF-8.") from error
    known = rows[0] if rows else {}
    student = next((name for name in STUDENT if name in known), None)
    repository = next((name for name in REPOSITORY if name in known), None)
    if student is None or repository is None:
        raise UsageError(
            f"{roster} has no row, or lacks a column for the student or the repository",
            f"Give it a first line such as {STUDENT[0]},{REPOSITORY[0]}.",
        )
    found: list[Repository] = []
    seen: set[str] = set()
    for row in rows:
        one = _row(row[student].strip(), row[repository].strip(), server.rstrip("/"))
        if one.student.casefold() in seen and not one.why:
            one = replace(one, why="the roster lists this student twice")
        seen.add(one.student.casefold())
        found.append(one)
    return tuple(found)


def collect(
    wanted: Sequence[Repository],
    out: Path,
    *,
    token: str,
    server: str,
    seconds: float,
    jobs: int,
) -> Iterator[Repository]:
    """Fetch each repository into `OUT/submissions/STUDENT`, and yield it with the result.

    In the end, `OUT/collected.csv` has a row for each.

    :param token: for private repositories, or empty; passed to Git and kept nowhere.
    :param seconds: time limit for one repository.
    :param jobs: how many are fetched at a time.
    :raises UsageError: when *out* exists or cannot be made, or Git is not installed.
    """
    git = shutil.which("git")
    if git is None:
        raise UsageError("there is no git here", "Install Git and run this again.")
    try:
        (out / "submissions").mkdir(parents=True)
    except OSError as error:
        raise UsageError(
            f"{out}/submissions cannot be made: {error.strerror}",
            "Name a folder that is not there.",
        ) from error
    environment = _environment(token, server)
    done = []
    with ThreadPoolExecutor(jobs) as executor:
        for one in executor.map(
            lambda one: _fetched(one, out / "submissions", git, environment, seconds), wanted
        ):
            done.append(one)
            yield one
    lines = ([r.student, r.address, r.commit, r.committed, r.why] for r in done)
    with (out / "collected.csv").open("x", encoding="utf-8", newline="") as file:
        file.write(csv_text(FIELDS, lines))


def _row(student: str, repository: str, server: str) -> Repository:
    """Return the repository of a row, with the reason if it cannot be used."""
    if not _STUDENT.fullmatch(student):
        return Repository(
            student=repr(student), address="", why="this name cannot be that of a folder"
        )
    project = repository.removeprefix(f"{server}/").removesuffix("/").removesuffix(".git")
    if not _PROJECT.fullmatch(project) or project.endswith(("/.", "/..")):
        return Repository(
            student=student, address="", why=f"the roster names no repository at {server}"
        )
    return Repository(student=student, address=f"{server}/{project}")


def _environment(token: str, server: str) -> Mapping[str, str]:
    """Return the environment for Git: no prompts, no filters, and the token for *server* alone."""
    settings = {**_SAFE, f"protocol.{urlsplit(server).scheme}.allow": "always"}
    if token:
        secret = base64.b64encode(f"x-access-token:{token}".encode()).decode()
        settings[f"http.{server.rstrip('/')}/.extraheader"] = f"Authorization: Basic {secret}"
    count = int(os.environ.get("GIT_CONFIG_COUNT", "0"))
    environment = {key: value for key, value in os.environ.items() if key != "GRADE_TOKEN"}
    for place, (key, value) in enumerate(settings.items(), start=count):
        environment |= {f"GIT_CONFIG_KEY_{place}": key, f"GIT_CONFIG_VALUE_{place}": value}
    return environment | {
        "GIT_CONFIG_COUNT": str(count + len(settings)),
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_LFS_SKIP_SMUDGE": "1",
        "GCM_INTERACTIVE": "never",
        "LC_ALL": "C",
    }


def _fetched(
    one: Repository, folder: Path, git: str, environment: Mapping[str, str], seconds: float
) -> Repository:
    """Fetch one repository; if that fails, leave no folder."""
    if one.why:
        return one
    target = folder / one.student
    clone = ["clone", "--quiet", "--depth", "1", "--single-branch", "--no-tags"]
    try:
        _git([git, *clone, "--", one.address, str(target)], environment, seconds)
        log = [git, "-C", str(target), "log", "-1", "--format=%H %cI"]
        try:
            commit, _, committed = _git(log, environment, seconds).strip().partition(" ")
        except _GitError:  # nothing has been committed yet
            commit = committed = ""
        shutil.rmtree(target / ".git")
    except (_GitError, OSError) as error:
        shutil.rmtree(target, ignore_errors=True)
        return replace(one, why=str(error))
    return replace(one, commit=commit, committed=committed)


class _GitError(Exception):
    """A command of Git failed or ran out of time; the text is the reason."""


def _git(command: Sequence[str], environment: Mapping[str, str], seconds: float) -> str:
    """Run Git and return its output; when time is up, end it and its helpers."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=err,
            start_new_session=True,
        )
        try:
            status = process.wait(seconds)
        except BaseException as error:
            _end(process)
            if isinstance(error, subprocess.TimeoutExpired):
                raise _GitError(f"it did not come within {seconds:g} s") from error
            raise
        out.seek(0)
        err.seek(0)
        lines = err.read(65_536).decode("utf-8", "replace").splitlines()
        if status:
            fatal = [line.removeprefix("fatal: ") for line in lines if line.startswith("fatal: ")]
            raise _GitError(f"Git says: {fatal[0] if fatal else f'status {status}'}")
        return out.read(65_536).decode("utf-8", "replace")


def _end(process: subprocess.Popen[bytes]) -> None:
    """End Git and its helpers, which are in a session of their own."""
    if os.name == "posix":
        os.killpg(process.pid, signal.SIGKILL)
    else:
        process.kill()
    process.wait()
