"""pytest plugin: one item for each check of each attempt, and its verdict as the item's metadata.

Checks are collected from the check modules of `grader.checks` and from nowhere else.
pytest-json-report copies the metadata into its report. The item's outcome repeats the verdict in
pytest's words (passed, failed, skipped), and the host compares the two.
"""

from __future__ import annotations

import functools
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from grader import course
from grader.channel.pool import GuestPool
from grader.exam import Blocked, Failed, Finding, Fresh, Learner, Raised, Stopped, World
from grader.exam.literals import AssignedLiteral, literals
from grader.exam.session import CheckSession
from grader.examiner import parameters
from grader.examiner.attempt_state import AttemptState
from grader.examiner.explanation import review, unread
from grader.host.protocol import fault_metadata, review_metadata, verdict_metadata
from grader.model import Attempt, Check, Exercise, Judgement, ReviewTask, Verdict

CheckFunction = Callable[[Learner, World, Fresh], None]


class ExamItem(pytest.Item):
    """pytest item of one attempt.

    :param place: of the attempt in the request, from 0.
    :ivar metadata: for pytest-json-report.
    """

    def __init__(
        self, *, place: int, state: AttemptState, guests: GuestPool, **rest: object
    ) -> None:
        super().__init__(**rest)  # type: ignore[arg-type]
        self.place = place
        self.state = state
        self.guests = guests
        self.metadata: dict[str, object] = {}

    def reportinfo(self) -> tuple[Path, None, str]:
        """Name the item in pytest's own terms."""
        return self.path, None, self.name


class CheckItem(ExamItem):
    """pytest item: one check of one attempt."""

    def __init__(self, *, check: Check, function: CheckFunction, **rest: Any) -> None:
        super().__init__(**rest)
        self.check = check
        self.function = function

    def runtest(self) -> None:
        """Run the check in a guest of its own; fail or skip the item if it failed or was blocked."""
        verdict = self.state.blocked_beforehand(self.check)
        if verdict is None:
            verdict = self._ask()
        else:
            self.guests.cancel(self.state.attempt)
            self.metadata = verdict_metadata(self.place, verdict, python="", sandbox={})
        self.state.judgements[self.check.number] = verdict.judgement
        if verdict.judgement is Judgement.FAILED:
            pytest.fail("the answer does not hold", pytrace=False)
        if verdict.judgement is Judgement.BLOCKED:
            pytest.skip(verdict.blocked_by or "cannot be asked")

    def _ask(self) -> Verdict:
        """Run the check and return its verdict; set the metadata."""
        began = time.monotonic()
        attempt = self.state.attempt
        with self.guests.guest(attempt) as (guest, folder):
            guest.allow(self.state.seconds)
            session = CheckSession(
                guest,
                functions=attempt.exercise.functions,
                source=self.state.source,
                unusable=self.state.unusable,
                code=self.state.code,
            )
            fresh = Fresh(f"{attempt.seed}:{self.check.id}")
            names = Fresh(f"{attempt.seed}:{self.check.id}:spares")
            try:
                read = functools.partial(self._read, session)
                declaration = self.function.__dict__["declaration"]
                learner = Learner(session, read, declaration.mistakes)
                self.function(learner, World(session, folder, names), fresh)
                session.settle()
                verdict = self.state.passed(self.check)
            except (Failed, Blocked, Stopped) as end:
                verdict = self._ended(session, end)
            guest.end()
            self.state.waited(guest.waited)
            self.state.notes.update(session.evidence)
            self.state.code = session.code
            seconds = round(time.monotonic() - began, 3)
            verdict = replace(
                verdict,
                seconds=seconds,
                printed=guest.printed,
                wrong_cases=session.wrong_cases,
            )
        self.metadata = verdict_metadata(
            self.place, verdict, python=guest.python, sandbox=guest.layers
        )
        return verdict

    def _ended(self, session: CheckSession, end: Failed | Blocked | Stopped) -> Verdict:
        """Return the verdict of a check that raised; a contradiction by the guest comes first."""
        end = session.contradiction() or end
        if isinstance(end, Failed):
            found = session.complete(end.finding, self.check.rule)
            own = self._parameters(session)
            found = self._in_another_order(session, own) or found
            return self.state.failed(self.check, found, blocks=end.blocks, unasked=end.unasked)
        if isinstance(end, Blocked):
            found = session.complete(end.finding, self.check.rule)
            return self.state.blocked(self.check, found, by=end.by)
        raised = end.outcome
        if not isinstance(raised, Raised) or end.prop or "NotImplementedError" in raised.bases:
            return self.state.stopped(self.check, end)
        own = self._parameters(session, raising=end.function)
        swapped = self._in_another_order(session, own, raising=end.function)
        if swapped is not None:
            return self.state.failed(self.check, swapped)
        misfit = parameters.misfit(own.get(end.function), self._stub(end.function))
        return self.state.stopped(self.check, end, misfit=misfit)

    def _stub(self, function: str) -> Mapping[str, str]:
        return parameters.wanted(self.state.attempt.exercise, function)

    def _parameters(
        self, session: CheckSession, *, raising: str = ""
    ) -> Mapping[str, parameters.Parameters]:
        """Return the parameters of the called functions whose parameters could be a finding.

        :param raising: the function whose call raised; empty if the file does not load.
        """
        ordered = [
            function
            for function in session.calls
            if parameters.has_an_order(self._stub(function), raised=function == raising)
        ]
        functions = dict.fromkeys([*ordered, raising] if raising else ordered)
        return parameters.taken(session.ask_for_finding, list(functions))

    def _in_another_order(
        self, session: CheckSession, own: Mapping[str, parameters.Parameters], *, raising: str = ""
    ) -> Finding | None:
        """Return the finding that a called function has the stub's parameters in another order.

        :param own: the parameters of the called functions, as far as they could be a finding.
        :param raising: the function whose call raised.
        """
        for function, call in session.calls.items():
            mine, raised = own.get(function), function == raising
            found = parameters.in_another_order(mine, self._stub(function), function, raised=raised)
            if mine is not None and found is not None:
                return replace(found, call=call, line=mine.line)
        return None

    def _read(self, session: CheckSession, *names: str) -> dict[str, AssignedLiteral]:
        """Return literals of the file by name; keep its prose, which would cost another guest."""
        task = self.state.attempt.exercise.review
        prose = () if task is None or session.loaded else (task.texts, task.cites)
        found = literals(session, self.state.source, *names, *prose)
        self.state.prose = {name: found[name] for name in prose}
        return found


class ReviewItem(ExamItem):
    """pytest item: the prose of one attempt, read as literals and never judged.

    It is read in a guest of its own, unless a check has read it along with other literals.
    """

    def __init__(self, *, task: ReviewTask, **rest: Any) -> None:
        super().__init__(**rest)
        self.task = task

    def runtest(self) -> None:
        """Set the metadata to the prose, its state and whether the evidence that it cites held."""
        try:
            found = self.state.prose or self._read()
            prose = review(self.task, found, self.state.judgements, self.state.notes)
        except Stopped:
            prose = unread()
        self.metadata = review_metadata(self.place, prose)

    def _read(self) -> dict[str, AssignedLiteral]:
        """Return the prose, read in a guest of its own.

        :raises Stopped: when it cannot be read within the time that the attempt has left.
        """
        source = self.state.source
        with self.guests.another(self.state.attempt) as guest:
            guest.allow(self.state.seconds_for_prose)
            session = CheckSession(guest, functions=(), source=source, unusable=frozenset())
            return literals(session, source, self.task.texts, self.task.cites)


class ExamPlugin:
    """pytest plugin for one request: collects its checks and keeps the report.

    :param files: waits for the learners' files and returns them, in the order of the attempts.
    :param ahead: number of guests to start before they are needed.
    :ivar on_check_done: called after each check.
    :ivar report: pytest-json-report's report; empty until the session ends.
    """

    def __init__(
        self,
        attempts: Sequence[Attempt],
        guests: GuestPool,
        files: Callable[[], Sequence[bytes]],
        ahead: int,
    ) -> None:
        self._files = files
        self._states = [AttemptState(attempt) for attempt in attempts]
        self._guests = guests
        self._ahead = ahead
        exercises = {attempt.exercise.slug: attempt.exercise for attempt in attempts}
        self._checks = {
            check.id: check for declared in exercises.values() for check in course.checks(declared)
        }
        self.report: dict[str, object] = {}
        self.on_check_done: Callable[[], object] = tuple

    def pytest_pycollect_makeitem(
        self, collector: pytest.Module, name: str, obj: Any
    ) -> Iterable[pytest.Item]:
        """Return an item for each attempt, for a check or an exercise with prose; else none."""
        slug = collector.path.parent.name
        own: dict[str, object]
        if isinstance(obj, Exercise) and obj.review is not None:
            name, own = "review", {"task": obj.review}
            kind: type[ExamItem] = ReviewItem
        else:
            check = self._checks.get(f"{slug}.{name.removeprefix('check_')}")
            if check is None or not name.startswith("check_"):
                return []
            kind, own = CheckItem, {"check": check, "function": obj}
        return [
            kind.from_parent(
                collector,
                name=f"{name}[{place}]",
                place=place,
                state=state,
                guests=self._guests,
                **own,
            )
            for place, state in enumerate(self._states)
            if state.attempt.exercise.slug == slug
        ]

    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Sort by attempt; within one, its checks in teaching order, then its prose."""
        items.sort(key=_order)  # stable, and definition order is teaching order
        own = [item for item in items if isinstance(item, CheckItem)]
        self._guests.announce([item.state.attempt for item in own], self._ahead)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self) -> None:
        """Wait for the learners' files; nothing so far has depended on them."""
        for state, source in zip(self._states, self._files(), strict=True):
            state.hand_in(source)

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> bool:
        """Run an item by its call alone, with one report.

        There is nothing to set up or tear down, for which pytest's own protocol makes two more.
        """
        hooks = item.ihook
        call = pytest.CallInfo.from_call(
            item.runtest, when="call", reraise=(pytest.exit.Exception, KeyboardInterrupt)
        )
        error = None if call.excinfo is None else call.excinfo.value
        # What pytest raises for a test that fails or is skipped is no Exception.
        if isinstance(error, Exception) and isinstance(item, ExamItem):
            check = item.check if isinstance(item, CheckItem) else None
            item.metadata = fault_metadata(item.place, error, check)
        report = hooks.pytest_runtest_makereport(item=item, call=call)
        hooks.pytest_runtest_logreport(report=report)
        if isinstance(item, CheckItem):
            self.on_check_done()
        return True

    def pytest_json_runtest_metadata(self, item: pytest.Item) -> dict[str, object]:
        """Return the metadata of *item* to pytest-json-report."""
        return item.metadata if isinstance(item, ExamItem) else {}

    def pytest_json_modifyreport(self, json_report: dict[str, object]) -> None:
        """Keep the finished report, which is sent by the pipe and not written to a file."""
        self.report = json_report


def _order(item: pytest.Item) -> tuple[int, bool]:
    place = item.place if isinstance(item, ExamItem) else 0
    return place, isinstance(item, ReviewItem)
