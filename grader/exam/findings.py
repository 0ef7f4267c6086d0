"""Findings of an exercise: their texts, from the TOML file beside its checks, and the exceptions
that fail or block a check with one.
"""

from __future__ import annotations

import tomllib
from pathlib import Path

from grader.errors import Fault
from grader.exam.excerpt import filled
from grader.model import Finding

_SHARED = Path(__file__).with_name("shared_findings.toml")


class Failed(Exception):
    """Exception that fails a check. `Findings.unless` raises it; a check may do so itself.

    >>> raise Failed(say("another_item", result="None"))
    Traceback (most recent call last):
    grader.exam.findings.Failed: another_item

    :param blocks: a function of the learner's that no later check can use because of this.
    :param unasked: numbers of later checks that this leaves without anything to ask about.
    """

    def __init__(
        self, finding: Finding, *, blocks: str = "", unasked: tuple[str, ...] = ()
    ) -> None:
        super().__init__(finding.misconception or finding.observed)
        self.finding = finding
        self.blocks = blocks
        self.unasked = unasked


class Blocked(Exception):
    """Exception that blocks a check: the learner's file lacks something that the check needs.

    The finding names it.

    >>> raise Blocked(say("another_item", result="nothing"), by="WORDS")
    Traceback (most recent call last):
    grader.exam.findings.Blocked: another_item

    :param by: the name in the learner's file that the check waits for.
    """

    def __init__(self, finding: Finding, *, by: str) -> None:
        super().__init__(finding.misconception or finding.observed)
        self.finding = finding
        self.by = by


class Findings:
    """The findings of one exercise, from the `findings.toml` beside its check module.

    Each table is one finding, and its name that of a misconception: `observed`, `expected`, `why`
    and `next_step`, with `{fields}` to be filled in. It may also have `rule`, the number of another
    rule than the check's (0: none); `name`, the misconception, where several tables share one; and
    `named = false` where the observation is no misconception's exact signature. `like` names a table
    of `shared_findings.toml`, which has the parts that this one leaves out, and the misconception.

    >>> say = Findings(check_module)
    >>> say("another_item", result="None").observed
    'The call returned None.'

    :param check_module: the check module's `__file__`.
    :param file: the name of a TOML file in the same folder. It is read at the first use.
    """

    def __init__(self, check_module: str, file: str = "findings.toml") -> None:
        self._path = Path(check_module).with_name(file)
        self._tables: dict[str, dict[str, object]] = {}

    def __call__(self, table: str, /, **fields: object) -> Finding:
        """Return the finding in *table* with its fields filled in; of long values, excerpts are shown.

        :raises Fault: when the file does not have the table, or a field has no value.
        """
        try:
            found = self.tables()[table]
            observed, expected, why, next_step = (
                filled(str(found[part]), fields)
                for part in ("observed", "expected", "why", "next_step")
            )
        except (KeyError, ValueError, AttributeError, IndexError) as error:
            raise Fault(
                f"the finding {table!r} in {self._path.name} cannot be told: {error}"
            ) from error
        rule = found.get("rule")
        return Finding(
            misconception=str(found.get("name", table)) if found.get("named", True) else None,
            rule=rule if isinstance(rule, int) else None,
            call="",
            observed=observed,
            expected=expected,
            why=why,
            next_step=next_step,
            table=table,
        )

    def unless(self, fact: bool, table: str, /, **fields: object) -> None:
        """Fail the check with the finding in *table* unless *fact* is True.

        >>> say.unless(learner.first_of([7]) == 7, "another_item", result="8")

        :raises Failed: when it is not.
        """
        if fact is not True:
            raise Failed(self(table, **fields))

    def tables(self) -> dict[str, dict[str, object]]:
        """Return all tables by name, in the order of the file.

        >>> list(say.tables())
        ['another_item']
        """
        if not self._tables:
            own = _read(self._path)
            shared = _read(_SHARED) if any("like" in table for table in own.values()) else {}
            for name, table in own.items():
                like = table.pop("like", None)
                taken = {} if like is None else {"name": like, **shared[str(like)]}
                self._tables[name] = taken | table
        return self._tables


def _read(path: Path) -> dict[str, dict[str, object]]:
    return tomllib.loads(path.read_text("utf-8"))
