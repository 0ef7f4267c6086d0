"""Fixtures that several test files share."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings
from support.bench import LIMITS, Bench, interpreters, scratch_folder
from support.browser import browser, class_reports, visit
from support.examiner_coverage import measure_examiners
from support.grading import ROOT, leave
from support.run_cache import once, share_in
from support.watch_fixtures import first_file, started_folder, watching_terminal

from grader.sandbox.confinement import prepare
from grader.sandbox.interpreters import Interpreter, interpreter_facts

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = [
    "bench", "browser", "class_reports", "first_file", "interpreter", "one_run", "session",
    "started_folder", "visit", "watching_terminal",
]  # fmt: skip


# A machine that is busy for a moment is no finding: what takes how long is measured in a benchmark.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")


def pytest_configure() -> None:
    """Be interruptible, also where a shell has started us in the background.

    There Ctrl-C is ignored, and what we start to send it to would ignore it too. And let what
    is compiled be kept: where the environment says not to, each of the many processes that are
    started would compile all that it imports, and each run would rewrite all tests.
    """
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    sys.dont_write_bytecode = False
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    measure_examiners()


LONGEST = ("test_readme", "test_class_workflow", "test_threats", "test_content", "test_workflows")
"""Files with a test that takes long. They begin, so that none is begun when all else is done."""


LONG = {"wheels", "browser"}
"""Fixtures that take long. Tests that use one are marked so; `wheels` also wants a network."""


@pytest.hookimpl(tryfirst=True)  # before pytest selects by markers
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the longest tests first, the others in their order, and mark those with a long fixture."""
    places = {name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: places.get(item.path.stem, len(places)))
    for item in items:
        if isinstance(item, pytest.Function) and not LONG.isdisjoint(item.fixturenames):
            item.add_marker(pytest.mark.long)


@pytest.fixture(scope="session", autouse=True)
def one_run(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Path]:
    """A folder of this run, the same in each of its processes; see `support.run_cache`."""
    folder = tmp_path_factory.getbasetemp()
    if hasattr(request.config, "workerinput"):  # one of several, each with a folder in the run's
        folder = folder.parent
    share_in(folder / "once")
    yield folder / "once"
    leave()


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
def wheels(one_run: Path) -> Path:
    """A folder with the kit's wheel, built from this checkout, and all that it depends on."""
    return once("wheels", lambda: built(one_run / "wheels"))


def built(folder: Path) -> Path:
    """Fill *folder* with wheels, also of what builds the kit's, and return it."""
    # hatchling is installed with the tests, so nothing has to be fetched for building. It wants
    # editables to install the kit in place.
    pip = [sys.executable, "-I", "-m", "pip", "--quiet", "wheel", "--no-build-isolation"]
    done = subprocess.run(
        [*pip, "--wheel-dir", str(folder), str(ROOT), "hatchling", "editables"],
        capture_output=True,
        text=True,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return folder
