"""A real Chromium, in which tests open the class report, press keys and read the page."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from grader.gradebook.html_report.page import report
from support.class_report_data import gradebook

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), ""
)
_DRIVER = all(map(importlib.util.find_spec, ("playwright", "axe_playwright_python")))
_REASON = (
    "no Chromium on PATH: install it with `apt-get install chromium`, or your system's way"
    if _DRIVER
    else "no playwright and axe: install the kit with [test]"
)
needs_chromium = pytest.mark.skipif(not (CHROMIUM and _DRIVER), reason=_REASON)
"""The mark of every test that opens a page; where there is nothing to open it with, it says so."""

# Background services of the browser would knock on the network by themselves.
FLAGS = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync", "--no-sandbox",
]  # fmt: skip
SERIOUS = {"serious", "critical"}

Open = Callable[..., "Page"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for all tests of this file."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield started
        started.close()


@pytest.fixture(scope="module")
def class_reports(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """The reports of classes of 24, 12, 5 and 0."""
    folder = tmp_path_factory.mktemp("reports")
    written = {}
    for students in (24, 12, 5, 0):
        book = gradebook(students)
        html = report(book.rows, book.marks, sources=book.sources, title="Modules")
        written[students] = folder / f"{students}.html"
        written[students].write_bytes(html.encode("utf-8"))
    return written


@pytest.fixture
def visit(browser: Browser, class_reports: dict[int, Path]) -> Iterator[Open]:
    """Open a report from the disk; afterwards nothing was complained of, and nothing asked for."""
    complaints: list[str] = []
    asked: list[str] = []
    contexts = []

    def opened(students: int = 24, fragment: str = "", **how: Any) -> Page:
        context = browser.new_context(**{"viewport": {"width": 1280, "height": 900}, **how})
        context.set_default_timeout(15_000)
        contexts.append(context)
        page = context.new_page()
        page.on("console", lambda message: complaints.append(message.text))
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("request", lambda request: asked.append(request.url))
        page.goto(f"{class_reports[students].as_uri()}{fragment}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
    known = {path.as_uri() for path in class_reports.values()}
    assert {url.partition("#")[0] for url in asked if not url.startswith("data:")} <= known


def names(page: Page) -> list[str]:
    """Return the ids of the students that the table shows, in its order."""
    found: list[str] = page.eval_on_selector_all(
        "#map tbody tr:not([hidden]) .id", "all => all.map(one => one.textContent)"
    )
    return found


def points(page: Page) -> list[int | None]:
    """Return their points; None for a fault."""
    shown = page.eval_on_selector_all(
        "#map tbody tr:not([hidden]) .sum", "all => all.map(one => one.innerText)"
    )
    return [int(one.split()[0]) if one.split()[0].isdigit() else None for one in shown]


def focused(page: Page) -> str:
    """Return what has the focus, as its text."""
    text: str = page.evaluate("document.activeElement.textContent")
    return text


def press(page: Page, *keys: str) -> None:
    """Press keys, one after another."""
    for key in keys:
        page.keyboard.press(key)


def violations(page: Page) -> list[str]:
    """Return what axe-core finds serious or critical."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    # What passed is counted and not described: nobody reads it, and there is much of it.
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"][:3]
    ]
