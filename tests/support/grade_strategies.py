"""Hypothesis strategies for values of the model: a grade with any verdicts, findings and prose."""

from __future__ import annotations

from hypothesis import strategies as st

from grader import course
from grader.model import (
    Attempt,
    Blocker,
    Finding,
    Grade,
    Judgement,
    PlaceToLook,
    Review,
    SourceScan,
    Submission,
    Verdict,
)

SECONDS = st.floats(min_value=0, max_value=1e6)
LINES = st.lists(st.text(), max_size=2).map(tuple)
SCANS = st.none() | st.builds(
    SourceScan,
    places=st.lists(
        st.builds(PlaceToLook, line=st.integers(min_value=1, max_value=10**6)), max_size=2
    ).map(tuple),
    unscanned=...,
)
"""Any scan of a submission; a batch adds it to a grade."""


@st.composite
def grades(draw: st.DrawFn) -> Grade:
    """Give any grade of any exercise of the course; it has prose where the exercise asks for some.

    Its verdicts share a few findings, because to draw as many as there are checks takes long.
    """
    exercise = draw(st.sampled_from(course.exercises()))
    label = draw(st.text())
    finding = st.sampled_from([None, *draw(st.lists(st.builds(Finding, trace=...), max_size=2))])
    printed = st.sampled_from(draw(st.lists(st.text(), min_size=1, max_size=2)))
    evidence = st.sampled_from(draw(st.lists(LINES, min_size=1, max_size=2)))
    return Grade(
        attempt=Attempt(
            exercise=exercise,
            submission=Submission(id=label, label=label, files={f"{exercise.slug}.py": b""}),
            seed=draw(st.text()),
        ),
        verdicts=tuple(
            Verdict(
                check=check,
                judgement=draw(st.sampled_from(Judgement)),
                finding=draw(finding),
                seconds=draw(SECONDS),
                blocked_by=draw(st.sampled_from(["", *Blocker, exercise.functions[0]])),
                fault=draw(st.sampled_from(["", "it is gone"])),
                evidence=draw(evidence),
                printed=draw(printed),
            )
            for check in course.checks(exercise)
        ),
        python=draw(st.text()),
        sandbox=draw(st.dictionaries(st.text(), st.text(), max_size=3)),
        review=None if exercise.review is None else draw(st.builds(Review, lacks=..., score=...)),
    )
