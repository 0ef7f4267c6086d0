"""Sample grades, made without grading: any points, any judgement, any text."""

from __future__ import annotations

from dataclasses import replace

from grader import course
from grader.checks.rules import RULES
from grader.model import (
    Attempt,
    Check,
    Cite,
    Finding,
    Grade,
    Judgement,
    Review,
    Submission,
    Verdict,
)

JUDGEMENTS = {
    "p": Judgement.PASSED,
    "f": Judgement.FAILED,
    "b": Judgement.BLOCKED,
    "!": Judgement.FAULTED,
}


def sample_grade(
    letters: str,
    points: tuple[int, ...] = (),
    *,
    number: int = 1,
    text: str = "something",
    label: str = "exercises/answer.py",
    printed: str = "",
    cites: tuple[str, ...] = (),
    line: int | None = 7,
) -> Grade:
    """Return a grade with one check a letter, as `support.grading.letters` shows them.

    :param points: of each check; one if left out.
    :param text: what a learner could put into every text of a finding.
    """
    worth = points or (1,) * len(letters)
    declared = replace(course.exercise(number), points=sum(worth))
    finding = Finding(
        misconception=None, rule=1, call=text, observed=text, expected=text, why=text,
        next_step=text, line=line, source=text,
    )  # fmt: skip
    verdicts = []
    for place, (letter, one) in enumerate(zip(letters, worth, strict=True), start=1):
        judgement = JUDGEMENTS[letter]
        told = judgement in {Judgement.FAILED, Judgement.BLOCKED}
        verdicts.append(
            Verdict(
                check=Check(
                    id=f"{declared.slug}.check_{place}",
                    number=f"{number}.{place}",
                    exercise=number,
                    rule=RULES[0],
                    sentence=f"What check {place} says, holds.",
                    points=one,
                ),
                judgement=judgement,
                finding=finding if told else None,
                blocked_by="load" if judgement is Judgement.BLOCKED else "",
                evidence=(text,) if judgement is Judgement.FAULTED else (),
                printed=printed,
                seconds=0.25,
            )
        )
    review = None
    if cites:
        review = Review(
            state="evidence_failing",
            texts={"part": text},
            cites=tuple(Cite(id=one, holds=False) for one in cites),
        )
    return Grade(
        attempt=Attempt(
            exercise=declared,
            submission=Submission(id=label, label=label, files={f"{declared.slug}.py": b""}),
            seed="seed",
        ),
        verdicts=tuple(verdicts),
        python="3.11.0",
        review=review,
    )
