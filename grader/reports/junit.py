"""The report as JUnit XML, for dashboards of test results.

An exercise is a suite, a check is a case; a fault of ours is an error, a blocked check is skipped.
JUnit has no points: they are in the suite's properties.
"""

from __future__ import annotations

from collections.abc import Sequence
from xml.etree import ElementTree as ET

from grader.model import Grade, Judgement, Verdict
from grader.reports import wording
from grader.reports.escape import visible


def report(grades: Sequence[Grade]) -> str:
    """Return the report of one or more graded exercises as an XML document."""
    root = ET.Element("testsuites", name="grade")
    for grade in grades:
        root.append(_suite(grade))
    ET.indent(root)
    return ET.tostring(root, encoding="unicode", xml_declaration=True) + "\n"


def _suite(grade: Grade) -> ET.Element:
    judgements = [verdict.judgement for verdict in grade.verdicts]
    suite = ET.Element(
        "testsuite",
        name=grade.attempt.exercise.slug,
        tests=str(len(judgements)),
        failures=str(judgements.count(Judgement.FAILED)),
        errors=str(judgements.count(Judgement.FAULTED)),
        skipped=str(judgements.count(Judgement.BLOCKED)),
        time=f"{sum(verdict.seconds for verdict in grade.verdicts):.3f}",
    )
    properties = ET.SubElement(suite, "properties")
    for name, value in (
        ("file", visible(grade.attempt.submission.label)),
        ("earned", str(grade.earned)),
        ("possible", str(grade.possible)),
        ("seed", visible(grade.attempt.seed)),
        ("python", grade.python),
        ("explanation", visible(wording.explanation(grade))),
    ):
        ET.SubElement(properties, "property", name=name, value=value)
    for verdict in grade.verdicts:
        suite.append(_case(verdict))
    return suite


def _case(verdict: Verdict) -> ET.Element:
    case = ET.Element(
        "testcase",
        classname=verdict.check.id.partition(".")[0],
        name=f"{verdict.check.number} {verdict.check.sentence}",
        time=f"{verdict.seconds:.3f}",
    )
    match verdict.judgement:
        case Judgement.PASSED:
            pass
        case Judgement.FAILED:
            ET.SubElement(case, "failure", message=_first(verdict)).text = _text(verdict)
        case Judgement.BLOCKED:
            ET.SubElement(case, "skipped", message=_first(verdict)).text = _text(verdict)
        case Judgement.FAULTED:
            ET.SubElement(case, "error", message=wording.fault(verdict))
    return case


def _first(verdict: Verdict) -> str:
    found = verdict.finding
    return wording.waiting_for(verdict) if found is None else visible(found.observed)


def _text(verdict: Verdict) -> str:
    if verdict.finding is None:
        return ""
    return "\n".join(f"{label}: {visible(text)}" for label, text in wording.parts(verdict.finding))
