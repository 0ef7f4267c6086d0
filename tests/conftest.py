"""Fixtures that several test files share."""

from __future__ import annotations

import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from support.bench import LIMITS, Bench, interpreters, scratch_folder
from support.browsing import browser, class_reports, visit
from support.grading import ROOT
from support.watched import first_file, started_folder, watching_terminal

from grader.interpreters import Interpreter, interpreter_facts
from grader.sandbox import prepare

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "bench", "browser", "class_reports", "first_file", "interpreter", "session", "started_folder",
    "visit", "watching_terminal",
]  # fmt: skip


def pytest_configure() -> None:
    """Be interruptible, also where a shell has started us in the background.

    There Ctrl-C is ignored, and what we start to send it to would ignore it too.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def interpreter() -> Interpreter:
    """Our own interpreter."""
    return interpreter_facts(sys.executable)


@pytest.fixture(scope="module", params=interpreters())
def session(request: pytest.FixtureRequest) -> Iterator[Bench]:
    """A prepared session, in a place that any user can reach."""
    path, user = request.param
    root = Path(tempfile.mkdtemp(prefix="seal-"))
    root.chmod(0o711)
    facts = interpreter_facts(path)
    with prepare(facts, root, LIMITS) as confinement:
        yield Bench(interpreter=facts, user=user, root=root, confinement=confinement, scratch=root)
    shutil.rmtree(root)


@pytest.fixture
def bench(session: Bench) -> Bench:
    """The session, with a fresh scratch folder."""
    return Bench(
        interpreter=session.interpreter,
        user=session.user,
        root=session.root,
        confinement=session.confinement,
        scratch=scratch_folder(session),
    )


@pytest.fixture(scope="session")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the kit's wheel, built from this checkout, and all that it depends on."""
    folder = tmp_path_factory.mktemp("wheels")
    # hatchling is installed with the tests, so nothing has to be fetched for building.
    pip = [sys.executable, "-I", "-m", "pip", "--quiet", "wheel", "--no-build-isolation"]
    done = subprocess.run(
        [*pip, "--wheel-dir", str(folder), str(ROOT)],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder
