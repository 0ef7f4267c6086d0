"""The two exceptions that end a check: the answer does not hold, or the guest did not answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from grader.channel.outcomes import Outcome
    from grader.model import Finding


class Failed(Exception):
    """The learner's answer does not hold; carries the finding.

    :param blocks: a function of the learner's of which this shows that no other check can ask it.
    :param unasked: numbers of later checks that this leaves nothing to ask about.
    """

    def __init__(self, found: Finding, *, blocks: str = "", unasked: tuple[str, ...] = ()) -> None:
        super().__init__(found.misconception or found.observed)
        self.finding = found
        self.blocks = blocks
        self.unasked = unasked


class Stopped(Exception):
    """The guest did something other than answer; carries the outcome.

    :param function: the learner's function that was called; empty while loading.
    :param prop: whether the grader's own prop was at work, in a guest that the learner's
        code had changed.
    :ivar blocks: as in `Failed`; a check may say so of an exception that it met everywhere.
    """

    def __init__(self, outcome: Outcome, *, function: str, call: str, prop: bool = False) -> None:
        super().__init__(type(outcome).__name__)
        self.outcome = outcome
        self.function = function
        self.call = call
        self.prop = prop
        self.blocks = ""
