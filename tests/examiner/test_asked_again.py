"""An examiner that serves batch after batch, and a file that is compiled once for all its checks."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from support.connection import THING, FakeConnection, returned
from support.grading import attempt, corpus, grade, letters, solution
from support.processes import children, eventually
from support.small_classes import answer, found

from grader import course
from grader.batch import task, workers
from grader.batch.cache_key import GradingOptions, environment_here
from grader.batch.plan import Shard, plan
from grader.batch.workers import local_pool
from grader.channel.outcomes import Raised, Stopped
from grader.errors import UsageError
from grader.exam.session import CheckSession
from grader.host.examiner_process import Examiner, examine
from grader.model import CONFINED, LAYERS, Grade, Policy


def said(one: Grade) -> list[object]:
    """What a grade says, apart from how long it took."""
    return [one.review, *(replace(verdict, seconds=0.0) for verdict in one.verdicts)]


def test_an_examiner_asked_again_says_what_a_fresh_one_says() -> None:
    """Other exercises, other answers, other limits: nothing of a batch is left for the next."""
    asked = [
        attempt(1, solution(1)),
        attempt(2, corpus(2)[3].text),
        attempt(3, solution(3), seconds=4.0),
        attempt(3, "def namespace_of(function): return globals()\n", seconds=4.0),
        attempt(1, "import sys\nsys.modules.clear()\n"),
        attempt(1, solution(1)),
    ]
    with Examiner() as examiner:
        for one in asked:
            (again,) = examine([one], ahead=1, start=lambda: contextlib.nullcontext(examiner))
            assert said(again) == said(examine([one], ahead=1)[0])
        assert examiner.is_running


def test_an_examiner_keeps_nothing_of_a_batch_that_is_over() -> None:
    """What refers to itself goes, too, whenever it came: only what was imported is spared."""
    script = """
import gc, weakref
from grader.examiner import main as examiner

class Node: pass

examiner._spare_the_imported()
node = Node()
node.itself, seen = node, weakref.ref(node)
del node
examiner._spare_the_imported()
gc.collect()
print(gc.get_freeze_count() > 1000, seen() is None)
"""
    command = [sys.executable, "-c", script]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True)
    assert done.stdout == "True True\n"


def test_a_refusal_leaves_nothing_to_trip_over() -> None:
    """The files of a batch that was refused are no question of the next batch."""
    policy = Policy(required=CONFINED.required, available=LAYERS - {"seccomp"})
    with Examiner(policy=policy) as examiner:
        for number in (1, 2):
            with pytest.raises(UsageError, match="unconfined"):
                examine(
                    [attempt(number, solution(number))],
                    start=lambda: contextlib.nullcontext(examiner),
                )
            assert eventually(lambda: not children(examiner._process.pid), 5)


def test_between_batches_an_examiner_has_no_guest() -> None:
    """None waits started for a batch that may never come."""
    with Examiner() as examiner:
        examine([attempt(1, "x = 1\n")], ahead=2, start=lambda: contextlib.nullcontext(examiner))
        assert eventually(lambda: not children(examiner._process.pid), 5)
        assert not list(Path(examiner._folder.name).iterdir())


class Counted:
    """Counts the examiners that a hall starts."""

    def __init__(self) -> None:
        self.started: list[Examiner] = []
        self.processors: list[int | None] = []

    def __call__(self, python: str, policy: Policy, processor: int | None) -> Examiner:
        """Start one."""
        self.started.append(Examiner(python, policy, processor))
        self.processors.append(processor)
        return self.started[-1]


@pytest.fixture
def counted(monkeypatch: pytest.MonkeyPatch) -> Iterator[Counted]:
    """Put in the place of `Examiner` for halls."""
    counter = Counted()
    monkeypatch.setattr(workers, "Examiner", counter)
    yield counter
    assert not any(one.is_running for one in counter.started), "all have been sent home"


def graded_by(pool: task.WorkerPool, who: int) -> int:
    """Grade a right answer in a batch of its own, and return its points."""
    handed = found({f"student{who:02}": {1: answer(1, who)}})
    options = GradingOptions(environment=environment_here(""))
    made = plan(handed, {}, options, [course.exercise(1)], shard=Shard())
    (report,) = task.decode_reports(
        pool.submit(*task.encode_batch(made.work, options, CONFINED)).result()
    )
    earned: int = report["earned"]
    return earned


def test_a_seat_keeps_its_examiner_for_the_next_batch(counted: Counted) -> None:
    """Its start is paid once for each seat, however many batches there are."""
    with local_pool(1, "") as pool:
        assert [graded_by(pool, who) for who in (1, 2, 4)] == [8, 8, 8]
    assert len(counted.started) == 1


def test_an_examiner_that_failed_gets_no_other_batch(counted: Counted) -> None:
    """It died between two batches: the next one finds out, and is graded by a new one."""
    with local_pool(1, "") as pool:
        assert graded_by(pool, 1) == 8
        dead = counted.started[0]._process
        os.kill(dead.pid, signal.SIGKILL)
        dead.wait(10)
        graded_by(pool, 2)
        assert graded_by(pool, 4) == 8
    assert len(counted.started) == 2


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux says which processor is used")
def test_where_there_is_a_processor_for_each_seat_an_examiner_keeps_to_one(
    counted: Counted,
) -> None:
    """And its guests with it; the one that takes its place has the same."""
    here = sorted(os.sched_getaffinity(0))
    with local_pool(len(here), "") as pool:
        assert graded_by(pool, 1) == 8
        dead = counted.started[0]._process
        (own,) = os.sched_getaffinity(dead.pid)
        assert own in here
        os.kill(dead.pid, signal.SIGKILL)
        dead.wait(10)
        graded_by(pool, 2)
        assert graded_by(pool, 4) == 8
    assert counted.processors == [own, own]


def test_examiners_that_are_more_or_fewer_use_any_processor(counted: Counted) -> None:
    """The system knows better who has time."""
    with local_pool(workers.processors() + 1, "") as pool:
        assert graded_by(pool, 1) == 8
    assert counted.processors == [None]


def compiles_to(code: object) -> FakeConnection:
    """A line to a guest that compiles to that, and loads anything."""
    return FakeConnection(lambda request: returned(code if request.operation == "compile" else []))


def first_arguments(line: FakeConnection) -> list[tuple[str, object]]:
    """Each operation that was asked, with its first argument."""
    return [(name, arguments[0]) for message in line.messages for name, arguments in message]


def session(line: FakeConnection, code: bytes | None = None) -> CheckSession:
    """A session for a file of two bytes."""
    return CheckSession(line, functions=(), source=b"x\n", unusable=frozenset(), code=code)


def test_a_file_is_compiled_by_the_first_guest_and_only_loaded_by_others() -> None:
    """The code passes from guest to guest; what passes is not looked at."""
    first = compiles_to(b"code")
    one = session(first)
    one.load()
    assert first_arguments(first) == [("compile", b"x\n"), ("load", b"")]
    second = compiles_to(b"code")
    session(second, one.code).load()
    assert first_arguments(second) == [("load", b"code")]


def test_a_file_is_compiled_before_any_of_it_runs() -> None:
    """In a message of its own: what passes to other guests has been read by then."""
    line = compiles_to(b"code")
    session(line).load()
    assert [len(message) for message in line.messages] == [1, 1]


@pytest.mark.parametrize("code", [b"", "text", None])
def test_code_that_does_not_pass_is_made_anew(code: object) -> None:
    """It was too much to be copied, or could not be: the guest that has it loads it."""
    line = compiles_to(code)
    one = session(line)
    one.load()
    assert first_arguments(line)[-1] == ("load", b"")
    assert one.code is None


def test_what_does_not_compile_is_not_loaded() -> None:
    """The outcome of compiling is what there is to tell."""
    error = Raised(handle=THING, bases=("SyntaxError", "Exception"), text="no")
    line = FakeConnection(lambda _: error)
    with pytest.raises(Stopped) as stop:
        session(line).load()
    assert isinstance(stop.value.outcome, Raised)
    assert line.asked == ["compile"]


@pytest.mark.parametrize(
    "extra",
    [
        "TEXTS = [" + ", ".join(f"'{number:064}'" for number in range(2_000)) + "]\n",
        "nested = " + "lambda: " * 1_100 + "0\n",
    ],
    ids=["large", "nested"],
)
def test_a_file_whose_code_cannot_pass_is_graded_all_the_same(extra: str) -> None:
    """A hundred kilobytes of texts; functions in functions, deeper than `marshal` goes."""
    assert letters(grade(1, solution(1) + extra, seconds=60)) == "p" * 8
