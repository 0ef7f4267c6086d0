"""Readers of reports as other systems read them, each by that system's rules.

Written from what the formats' readers were seen to do: GitHub Classroom's reporter, the runner of
GitHub Actions (its log and its `$GITHUB_OUTPUT`), Classroom 50's runner, Gradescope.
"""

from __future__ import annotations

import base64
import binascii
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import pytest


class ReaderError(Exception):
    """A reader gives up; for the Classroom reporter no exercise has points then."""


def _no_constant(text: str) -> None:
    raise ReaderError(f"{text} is no JSON")


def strict_json(text: str) -> Any:
    """Parse JSON as JavaScript does: no NaN, no Infinity, no byte order mark."""
    try:
        return json.loads(text, parse_constant=_no_constant)
    except ValueError as error:
        raise ReaderError(str(error)) from error


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """Output of Classroom's reporter for one job.

    :param table: points of each runner in the log's table.
    :param points: what is recorded: earned and possible.
    :param log: the lines it prints.
    :param red: whether the job fails.
    """

    table: dict[str, float]
    points: tuple[int, int]
    log: list[str]
    red: bool


def classroom_reporter(environment: Mapping[str, str], runners: str) -> Reported:
    """Read the payloads of *runners* from *environment*.

    :raises ReaderError: where the reporter crashes.
    """
    table: dict[str, float] = {}
    log: list[str] = []
    earned = most = 0
    statuses = []
    for runner in runners.split(","):
        name = runner.strip()
        if not name:
            raise ReaderError("an empty runner")
        if (value := environment.get(f"{name.upper()}_RESULTS")) is None:
            raise ReaderError(f"no results for {name}")
        body = _payload(value)
        tests, worth = body["tests"], body.get("max_score") or 0
        passed = sum(test["status"] == "pass" for test in tests)
        table[name] = passed / len(tests) * worth
        if worth:
            earned += sum(test["score"] for test in tests)
            most += worth
        statuses.append(body["status"])
        for test in tests:
            log += _printed(test)
    return Reported(
        table=table,
        points=(earned, most),
        log=log,
        red=any(status in {"fail", "error"} for status in statuses),
    )


def _payload(value: str) -> dict[str, Any]:
    try:
        text = base64.b64decode(value, validate=True).decode("utf-8")
    except (binascii.Error, UnicodeDecodeError) as error:
        raise ReaderError(f"not base64 of UTF-8: {error}") from error
    body = strict_json(text)
    if not isinstance(body, dict) or not isinstance(body.get("tests"), list):
        raise ReaderError("tests is no list")
    if not body["tests"]:
        raise ReaderError("division by no tests")
    return body


def _printed(test: dict[str, Any]) -> list[str]:
    where = f" - line {test['line_no']}" if test["line_no"] else ""
    lines = [f"{test['name']}{where}"]
    if test["status"] == "error":
        lines.append(test["message"])
    if test["test_code"]:
        lines.append(test["test_code"])
    return lines


@dataclass(frozen=True, slots=True, kw_only=True)
class Command:
    """A command that the runner finds in a step's output."""

    name: str
    properties: dict[str, str] = field(default_factory=dict)
    data: str = ""


_OLD = re.compile(r"##\[([^\]]*)\](.*)")


def commands(log: str) -> list[Command]:
    """Return what GitHub's runner obeys in *log*, in order.

    `::name key=value,…::data` where that begins a line, after blanks; else `##[name …]data`
    anywhere in it. A line ends where .NET's reader says: CR, LF or both.
    """
    found = []
    stopped = ""
    for line in re.split(r"\r\n|\r|\n", log):
        text = line.lstrip()
        command = _new(text) if text.startswith("::") else None
        if command is None and (old := _OLD.search(line)):
            command = Command(name=old[1].split(" ")[0], data=old[2])
        if command is None:
            continue
        if stopped:
            stopped = "" if command.name == stopped else stopped
            continue
        if command.name == "stop-commands":
            stopped = command.data
            continue
        found.append(command)
    return found


def _new(text: str) -> Command | None:
    end = text.find("::", 2)
    if end < 0:
        return None
    name, _, rest = text[2:end].partition(" ")
    pairs = [part.split("=", 1) for part in rest.strip().split(",") if "=" in part]
    data = text[end + 2 :]
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%25", "%")):
        data = data.replace(code, character)
    return Command(
        name=name, properties={key.strip(): _property(value) for key, value in pairs}, data=data
    )


def _property(value: str) -> str:
    for code, character in (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%")):
        value = value.replace(code, character)
    return value


def outputs(text: str) -> dict[str, str]:
    """Return a step's outputs from its `$GITHUB_OUTPUT`; the last of a name counts.

    :raises ReaderError: on a line without a name, or a heredoc that is not closed.
    """
    found = {}
    lines = iter(text.splitlines())
    for line in lines:
        equals, heredoc = line.find("="), line.find("<<")
        if not line:
            continue
        if equals >= 0 and (heredoc < 0 or equals < heredoc):
            found[line[:equals]] = line[equals + 1 :]
        elif heredoc >= 0:
            delimiter, kept = line[heredoc + 2 :], []
            for inner in lines:
                if inner == delimiter:
                    break
                kept.append(inner)
            else:
                raise ReaderError(f"{delimiter} is never found")
            found[line[:heredoc]] = "\n".join(kept)
        else:
            raise ReaderError(f"{line!r} has no format")
    return found


def step_environment(output: str) -> dict[str, str]:
    """Return the variables that the workflow makes of the outputs of its step `grade`."""
    return {f"{name.upper()}_RESULTS": value for name, value in outputs(output).items()}


class Page(HTMLParser):
    """Content of a page: its elements, their attributes, and the text outside code."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str | None]] = []
        self.prose = ""
        self.code = ""
        self.comments: list[str] = []
        self._inside: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += attrs
        self._inside.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self._inside and self._inside.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "code" in self._inside:
            self.code += data
        else:
            self.prose += data

    def handle_comment(self, data: str) -> None:
        self.comments.append(data)


def github_page(markdown: str) -> Page:
    """Return what GitHub's own parser makes of *markdown*, with raw HTML left in."""
    parser = pytest.importorskip("cmarkgfm", reason="no cmarkgfm here: it has no wheel for 3.15")
    options = parser.cmark.Options.CMARK_OPT_UNSAFE
    return Page(parser.github_flavored_markdown_to_html(markdown, options))


def classroom50_points(body: dict[str, Any]) -> tuple[int, int]:
    """Return what Classroom 50's runner records.

    :raises ReaderError: where it reports an error and 0 of 0.
    """
    numbers = [body["score"], body["max-score"]]
    for test in body["tests"]:
        numbers += [test["score"], test["max-score"]]
    if any(type(number) is not int or number < 0 for number in numbers):
        raise ReaderError("not a non-negative integer")
    return body["score"], body["max-score"]


def gradescope_points(body: dict[str, Any]) -> tuple[float, float, bool]:
    """Return a submission's points, those to be had, and whether the student sees them."""
    tests = body["tests"]
    score = body["score"] if "score" in body else sum(test["score"] for test in tests)
    seen = all(test.get("visibility", "visible") == "visible" for test in tests)
    return score, sum(test["max_score"] for test in tests), seen
