"""Review of an attempt's prose: its state, and whether the evidence that it cites held.

A machine cannot score an explanation; a person does.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from grader.exam.literals import TEXT_LIMIT, AssignedLiteral, LiteralStatus, type_of
from grader.model import Cite, Judgement, Review, ReviewTask

NOT_SUBMITTED = "not_submitted"
AWAITING_PERSON = "awaiting_person"
EVIDENCE_OPEN = "evidence_open"
EVIDENCE_FAILING = "evidence_failing"

_NOTHING = AssignedLiteral(status=LiteralStatus.ABSENT)
_FEWEST_CITES = 2
_MOST_CITES = 50
_ID_LIMIT = 80


def review(
    task: ReviewTask,
    found: Mapping[str, AssignedLiteral],
    judgements: Mapping[str, Judgement],
    notes: Mapping[str, bool | None],
) -> Review:
    """Return the state of an explanation, its texts, and its citations with their outcome.

    :param found: the literals that the file assigns to the names `task.texts` and `task.cites`.
    :param judgements: check number to its judgement, without checks that faulted.
    :param notes: id of evidence, noted by a check about a part of itself, to `Cite.holds`.
    """
    written = found.get(task.texts, _NOTHING)
    listed = found.get(task.cites, _NOTHING)
    texts, cited = _texts(task, written), _cited(listed)
    cites = tuple(Cite(id=one, holds=_holds(task, one, judgements, notes)) for one in cited)
    if written.status is LiteralStatus.UNREADABLE:
        lacks: tuple[str, ...] = (_unreadable(written),)
    else:
        lacks = (*_lacking_texts(task, written, texts), *_lacking_cites(task, listed, cited))
    if lacks:
        state = NOT_SUBMITTED
    elif any(cite.holds is False for cite in cites):
        state = EVIDENCE_FAILING
    elif any(cite.holds is None for cite in cites):
        state = EVIDENCE_OPEN
    else:
        state = AWAITING_PERSON
    return Review(state=state, texts=texts, cites=cites, lacks=lacks, score=None)


def unread() -> Review:
    """Return the state of an explanation in a file that could not be read within its time."""
    lacks = "It could not be read: Python was still reading the file when its time was used up."
    return Review(state=NOT_SUBMITTED, texts={}, cites=(), lacks=(lacks,))


def _unreadable(written: AssignedLiteral) -> str:
    return f"It could not be read: Python cannot parse the file{_at(written, ' (see ', ')')}."


def _at(written: AssignedLiteral, before: str, after: str) -> str:
    return "" if written.line is None else f"{before}line {written.line}{after}"


def _lacking_texts(
    task: ReviewTask, written: AssignedLiteral, texts: Mapping[str, str]
) -> Iterator[str]:
    """Yield a sentence for each thing that the texts lack before a person can read them."""
    if written.status is LiteralStatus.NOT_LITERAL:
        yield _not_literal(task.texts, written)
    elif written.status is LiteralStatus.LITERAL and not isinstance(written.value, dict):
        yield f"{task.texts} is of type {type_of(written.value)}; a dictionary is wanted."
    else:
        empty = [part for part in task.parts if not texts.get(part, "").strip()]
        if empty:
            yield f"{task.texts} has no plain text for {', '.join(empty)}."


def _lacking_cites(
    task: ReviewTask, written: AssignedLiteral, cited: Sequence[str]
) -> Iterator[str]:
    """Yield a sentence for each thing that the citations lack.

    :param cited: the cited ids, each once.
    """
    if written.status is LiteralStatus.NOT_LITERAL:
        yield _not_literal(task.cites, written)
        return
    if written.status is LiteralStatus.LITERAL and not isinstance(written.value, tuple | list):
        text = isinstance(written.value, str)
        found = "one text, as without a comma" if text else f"of type {type_of(written.value)}"
        yield f"{task.cites} is {found}; a tuple is wanted."
        return
    unknown = [one for one in cited if one not in task.evidence]
    if unknown:
        yield f"{task.cites} lists something that is none of the ids: {', '.join(unknown)}."
    known = set(cited).difference(unknown)
    if len(known) < _FEWEST_CITES or known.isdisjoint(task.functions):
        yield f"{task.cites} wants at least two of the ids, one of them a function."


def _not_literal(name: str, written: AssignedLiteral) -> str:
    return f"{name} is not one plain literal: its value would have to be computed{_at(written, ' (', ')')}."


def _texts(task: ReviewTask, written: AssignedLiteral) -> dict[str, str]:
    value = written.value if written.status is LiteralStatus.LITERAL else None
    texts = value if isinstance(value, dict) else {}
    return {
        part: text[:TEXT_LIMIT] for part in task.parts if isinstance(text := texts.get(part), str)
    }


def _cited(written: AssignedLiteral) -> tuple[str, ...]:
    """Return the cited ids in order, each once; the `repr` of an item that is no text."""
    value = written.value if written.status is LiteralStatus.LITERAL else None
    if not isinstance(value, tuple | list):
        return ()
    ids = [one if isinstance(one, str) else repr(one) for one in value[:_MOST_CITES]]
    return tuple(dict.fromkeys(one[:_ID_LIMIT] for one in ids))


def _holds(
    task: ReviewTask,
    cited: str,
    judgements: Mapping[str, Judgement],
    notes: Mapping[str, bool | None],
) -> bool | None:
    """Return `Cite.holds` of the id *cited*, which may be none of the ids of the task."""
    if cited not in task.evidence:
        return None
    if cited in notes:
        return notes[cited]
    judged = [judgements.get(number) for number in task.evidence[cited]]
    if Judgement.FAILED in judged:
        return False
    return True if all(one is Judgement.PASSED for one in judged) else None
