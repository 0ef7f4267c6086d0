"""How pytest sees an exam: one item for each check of each attempt, and its verdict.

Checks are collected from the check modules of `grader.checks` and from nowhere
else. A verdict travels to pytest-json-report as the metadata of its item; the
item's outcome says the same in pytest's words (passed, failed, skipped), and the
host compares the two.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader import course
from grader.channel.pool import GuestPool
from grader.exam.api import Failed, Fresh, Learner, Stopped, World
from grader.exam.literals import AssignedLiteral, literals
from grader.exam.session import CheckSession
from grader.examiner.attempt_state import Sitting
from grader.examiner.explanation import review
from grader.host.protocol import review_metadata, verdict_metadata
from grader.model import Attempt, Check, Exercise, Judgement, ReviewTask, Verdict

CheckFunction = Callable[[Learner, World, Fresh], None]


class CheckItem(pytest.Item):
    """One check of one attempt.

    :param place: which attempt of the request, from 0.
    """

    def __init__(
        self,
        *,
        place: int,
        sitting: Sitting,
        check: Check,
        function: CheckFunction,
        guests: GuestPool,
        **rest: object,
    ) -> None:
        super().__init__(**rest)  # type: ignore[arg-type]
        self.place = place
        self.sitting = sitting
        self.check = check
        self.function = function
        self.guests = guests
        self.metadata: dict[str, object] = {}

    def runtest(self) -> None:
        """Run the check in a guest of its own; raise in pytest's words what it came to."""
        verdict = self.sitting.blocked_beforehand(self.check)
        if verdict is None:
            verdict = self._ask()
        else:
            self.guests.forgo(self.sitting.attempt)
            self.metadata = verdict_metadata(self.place, verdict, python="", sandbox={})
        self.sitting.held[self.check.number] = verdict.judgement is Judgement.PASSED
        if verdict.judgement is Judgement.FAILED:
            pytest.fail("the answer does not hold", pytrace=False)
        if verdict.judgement is Judgement.BLOCKED:
            pytest.skip(verdict.blocked_by or "cannot be asked")

    def _ask(self) -> Verdict:
        """Run the check; its verdict, and what ran it, become the metadata."""
        began = time.monotonic()
        attempt = self.sitting.attempt
        with self.guests.guest(attempt) as (guest, folder):
            guest.allow(self.sitting.seconds)
            session = CheckSession(
                guest,
                functions=attempt.exercise.functions,
                source=self.sitting.source,
                gone=self.sitting.gone,
                code=self.sitting.code,
            )
            fresh = Fresh(f"{attempt.seed}:{self.check.id}")
            try:
                learner = Learner(session, functools.partial(self._read, session))
                self.function(learner, World(session, folder), fresh)
                session.settle()
                verdict = self.sitting.passed(self.check)
            except (Failed, Stopped) as end:
                verdict = self._ended(session, end)
            guest.end()
            self.sitting.waited(guest.waited)
            self.sitting.notes.update(session.notes)
            self.sitting.code = session.code
            seconds = round(time.monotonic() - began, 3)
            verdict = replace(verdict, seconds=seconds, printed=guest.printed)
        self.metadata = verdict_metadata(
            self.place, verdict, python=guest.python, sandbox=guest.layers
        )
        return verdict

    def _ended(self, session: CheckSession, end: Failed | Stopped) -> Verdict:
        """Return the verdict of a check that does not hold; what a lying guest showed is no reason."""
        end = session.contradiction() or end
        if isinstance(end, Stopped):
            return self.sitting.stopped(self.check, end)
        found = session.complete(end.finding, self.check.rule)
        return self.sitting.failed(self.check, found, blocks=end.blocks, unasked=end.unasked)

    def _read(self, session: CheckSession, *names: str) -> dict[str, AssignedLiteral]:
        """Read literals of the file, and with them its prose, which would cost a guest of its own."""
        task = self.sitting.attempt.exercise.review
        prose = () if task is None or session.loaded else (task.texts, task.cites)
        found = literals(session, self.sitting.source, *names, *prose)
        self.sitting.prose = {name: found[name] for name in prose}
        return found

    def reportinfo(self) -> tuple[Path, None, str]:
        """Name the item in pytest's own terms."""
        return self.path, None, self.name


class ReviewItem(pytest.Item):
    """The prose of one attempt: read as literals, and never judged.

    No check may have come to read it; then that is done here, in a guest of its own.

    :param place: which attempt of the request, from 0.
    """

    def __init__(
        self, *, place: int, sitting: Sitting, task: ReviewTask, guests: GuestPool, **rest: object
    ) -> None:
        super().__init__(**rest)  # type: ignore[arg-type]
        self.place = place
        self.sitting = sitting
        self.task = task
        self.guests = guests
        self.metadata: dict[str, object] = {}

    def runtest(self) -> None:
        """Find out whether there is an explanation, and whether what it cites held."""
        source, found = self.sitting.source, self.sitting.prose
        if not found:
            with self.guests.another(self.sitting.attempt) as guest:
                session = CheckSession(guest, functions=(), source=source, gone=frozenset())
                found = literals(session, source, self.task.texts, self.task.cites)
        told = review(self.task, found, self.sitting.held, self.sitting.notes)
        self.metadata = review_metadata(self.place, told)

    def reportinfo(self) -> tuple[Path, None, str]:
        """Name the item in pytest's own terms."""
        return self.path, None, self.name


class ExamPlugin:
    """Collects the checks for the attempts of one request, and keeps the report.

    :param files: gives the file of each attempt; waits until they are known.
    :param ahead: how many guests to start before they are wanted.
    :ivar told: called whenever a check is done.
    """

    def __init__(
        self,
        attempts: Sequence[Attempt],
        guests: GuestPool,
        files: Callable[[], Sequence[bytes]],
        ahead: int,
    ) -> None:
        self._files = files
        self._sittings = [Sitting(attempt) for attempt in attempts]
        self._guests = guests
        self._ahead = ahead
        exercises = {attempt.exercise.slug: attempt.exercise for attempt in attempts}
        self._checks = {
            check.id: check for declared in exercises.values() for check in course.checks(declared)
        }
        self.report: dict[str, object] = {}
        self.told: Callable[[], object] = tuple

    def pytest_pycollect_makeitem(
        self, collector: pytest.Module, name: str, obj: Any
    ) -> Iterable[pytest.Item]:
        """Make one item for each attempt of each check, and nothing of anything else."""
        slug = collector.path.parent.name
        sittings = [
            (place, sitting)
            for place, sitting in enumerate(self._sittings)
            if sitting.attempt.exercise.slug == slug
        ]
        if isinstance(obj, Exercise) and obj.review is not None:
            return [
                ReviewItem.from_parent(
                    collector,
                    name=f"review[{place}]",
                    place=place,
                    sitting=sitting,
                    task=obj.review,
                    guests=self._guests,
                )
                for place, sitting in sittings
            ]
        check = self._checks.get(f"{slug}.{name.removeprefix('check_')}")
        if check is None or not name.startswith("check_"):
            return []
        return [
            CheckItem.from_parent(
                collector,
                name=f"{name}[{place}]",
                place=place,
                sitting=sitting,
                check=check,
                function=obj,
                guests=self._guests,
            )
            for place, sitting in sittings
        ]

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Finish one attempt before the next; its checks in teaching order, then its prose."""
        items.sort(key=_order)  # stable, and definition order is teaching order
        own = [item for item in items if isinstance(item, CheckItem)]
        self._guests.expect([item.sitting.attempt for item in own], self._ahead)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self) -> None:
        """Wait for the learners' files; until here everything was the same for any file."""
        for sitting, source in zip(self._sittings, self._files(), strict=True):
            sitting.hand_in(source)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool:
        """Run an item by its call alone: there is nothing to set up, to capture or to tear down.

        What is pytest's own protocol otherwise would make three reports of each check.
        """
        hooks = item.ihook
        call = pytest.CallInfo.from_call(
            item.runtest, when="call", reraise=(pytest.exit.Exception, KeyboardInterrupt)
        )
        report = hooks.pytest_runtest_makereport(item=item, call=call)
        hooks.pytest_runtest_logreport(report=report)
        if isinstance(item, CheckItem):
            self.told()
        return True

    def pytest_json_runtest_metadata(self, item: pytest.Item) -> dict[str, object]:
        """Hand the verdict to pytest-json-report."""
        return item.metadata if isinstance(item, CheckItem | ReviewItem) else {}

    def pytest_json_modifyreport(self, json_report: dict[str, object]) -> None:
        """Keep the finished report; it leaves by the pipe, not by a file."""
        self.report = json_report


def _order(item: pytest.Item) -> tuple[int, bool]:
    place = item.place if isinstance(item, CheckItem | ReviewItem) else 0
    return place, isinstance(item, ReviewItem)
