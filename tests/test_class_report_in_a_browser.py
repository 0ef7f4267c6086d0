"""The class report as people use it: a real Chromium, the keyboard, both themes, a narrow screen.

Skipped where there is no Chromium; the reason says how to get one.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from support.class_rows import gradebook

from grader.reports.html import report

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytest.importorskip("playwright.sync_api", reason="no playwright: install the kit with [test]")

CHROMIUM = next(
    filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome", "chrome"))), ""
)
pytestmark = pytest.mark.skipif(
    not CHROMIUM,
    reason="no Chromium on PATH: install it with `apt-get install chromium`, or your system's way",
)

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
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[int, Path]:
    """The reports of classes of 24, 5 and 0."""
    folder = tmp_path_factory.mktemp("reports")
    written = {}
    for students in (24, 5, 0):
        book = gradebook(students)
        html = report(book.rows, book.marks, sources=book.sources, title="Modules")
        written[students] = folder / f"{students}.html"
        written[students].write_bytes(html.encode("utf-8"))
    return written


@pytest.fixture
def visit(browser: Browser, files: dict[int, Path]) -> Iterator[Open]:
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
        page.goto(f"{files[students].as_uri()}{fragment}")
        return page

    yield opened
    for context in contexts:
        context.close()
    assert complaints == []
    known = {path.as_uri() for path in files.values()}
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


def test_a_header_sorts_from_the_keyboard(visit: Open) -> None:
    """Enter on Points: fewest first, then most first; a fault stands last both times."""
    page = visit()
    assert names(page) == sorted(names(page))
    page.locator("#map th[data-sort=name] button").focus()
    press(page, "ArrowRight", "Enter")
    up = points(page)
    known = [one for one in up if one is not None]
    assert known == sorted(known)
    assert up[len(known) :] == [None, None]
    assert page.locator("th[aria-sort]").get_attribute("data-sort") == "points"
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "ascending"
    press(page, "Enter")
    assert points(page) == [*sorted(known, reverse=True), None, None]
    assert page.locator("th[aria-sort]").get_attribute("aria-sort") == "descending"
    assert "sorted by points, most first" in page.locator("#shown").inner_text()
    parts = page.eval_on_selector_all("#people .student .id", "all => all.map(o => o.textContent)")
    assert parts == names(page)


def test_a_check_sorts_those_who_miss_it_to_the_top(visit: Open) -> None:
    """Failed before not asked before held; who was not graded stands last."""
    page = visit()
    page.locator('#map th[data-sort="check 1.6"] button').press("Enter")
    column = page.evaluate(
        """() => {
            const heads = [...document.querySelectorAll('th[data-sort]')];
            const at = heads.findIndex(one => one.dataset.sort === 'check 1.6');
            return [...document.querySelectorAll('#map tbody tr')].map(
                row => [...row.cells].flatMap(c => Array(c.colSpan).fill(c))[at].className)
        }"""
    )
    order = ["f", "w", "p"]
    ranks = [order.index(one) if one in order else 3 for one in column]
    assert ranks == sorted(ranks)
    assert {0, 2, 3} <= set(ranks)


def test_filters_narrow_and_say_so(visit: Open) -> None:
    """By name, state, check and misconception, alone and together, and all of it undone."""
    page = visit()
    everybody = names(page)
    form = page.locator(".filters")
    form.locator("[name=name]").press_sequentially("PERSON 00")
    assert names(page) == [f"student00{place}" for place in range(1, 10)]
    assert page.locator("#shown").inner_text().startswith("9 of 24 students shown")
    form.locator("[name=state]").select_option("faulted")
    assert names(page) == ["student004", "student006"]
    assert page.locator("#people .student:visible").count() == 2
    form.locator("button[type=reset]").press("Enter")
    page.wait_for_function("!document.querySelector('#map tbody tr[hidden]')")
    assert names(page) == everybody
    for state, who in (
        ("full", "student001"),
        ("nothing_handed_in", "student002"),
        ("unreadable", "student003"),
        ("untouched", "student005"),
    ):
        form.locator("[name=state]").select_option(state)
        assert who in names(page)
        assert len(names(page)) < len(everybody)
    form.locator("[name=state]").select_option("")
    form.locator("[name=check]").select_option("1.3")
    missed = page.locator("#check-1\\.3 .tally").inner_text().split()[0]
    assert len(names(page)) == int(missed) > 0
    form.locator("[name=name]").fill("nobody at all")
    assert names(page) == []
    assert page.locator("#nobody").is_visible()


def test_a_misconception_leads_to_its_students(visit: Open) -> None:
    """The reteach panel's link filters the table, and the address keeps the filter."""
    page = visit()
    link = page.locator("#reteach .card a[data-filter]").first
    count = int(link.inner_text().split()[0])
    link.press("Enter")
    assert len(names(page)) == count
    assert "misconception=m-" in page.url
    again = visit(fragment=page.url.partition("#")[2].join(["#", ""]))
    assert names(again) == names(page)


def test_arrows_move_in_the_table_and_enter_opens_the_finding(visit: Open) -> None:
    """One stop for Tab; a failed cell leads to what was found, opened and focused."""
    page = visit()
    stops = page.eval_on_selector_all("#map [tabindex='0']", "all => all.length")
    assert stops == 1
    reachable = "#map a, #map button"
    assert (
        page.eval_on_selector_all(reachable, "all => all.filter(o => o.tabIndex === 0).length") == 1
    )
    page.locator("#map th[data-sort=name] button").focus()
    press(page, "ArrowDown")
    assert focused(page) == "Person 001"
    press(page, "End")
    assert focused(page) == "pass"
    press(page, "ArrowDown", "ArrowDown", "ArrowDown")
    assert focused(page) == "faulted"
    press(page, "ArrowLeft", "ArrowLeft", "ArrowLeft", "ArrowLeft")
    assert focused(page) == "Person 004"
    press(page, "Control+End", "Control+Home")
    assert focused(page) == "Student"
    cell = page.locator("#map td.f").first
    cell.evaluate("one => { one.tabIndex = 0; one.focus(); }")
    assert "fail" in page.locator("#say").inner_text()
    press(page, "Enter")
    page.wait_for_selector(".finding.reached")
    reached = page.locator(".finding.reached")
    assert reached.is_visible()
    assert page.evaluate("document.activeElement.classList.contains('reached')")
    assert reached.locator("dt", has_text="Next step").count() == 1


def test_a_student_opens_with_why_and_next_step(visit: Open) -> None:
    """What findings share is put where it is read; closing and opening adds nothing."""
    page = visit()
    part = page.locator(".student:has(.finding)").first
    for _ in range(3):
        part.locator("> summary").press("Enter")
        page.wait_for_timeout(50)
    findings = part.locator(".finding").count()
    for heading in ("Observed", "Expected", "Why", "Next step"):
        assert part.locator("dt", has_text=heading).count() == findings
    assert part.locator("[data-lesson]").count() == 0


def test_all_that_is_shown_opens_and_closes(visit: Open) -> None:
    """Two buttons, and only for the students that the filters leave."""
    page = visit()
    page.locator("[name=name]").fill("Person 00")
    page.locator("#parts [data-open]").press("Enter")
    assert page.locator(".student[open]").count() == 9
    page.locator("#parts [data-close]").press("Enter")
    assert page.locator(".student[open]").count() == 0
    page.locator("#review [data-open]").press("Enter")
    assert page.locator(".prose[open]").count() == page.locator(".prose").count() > 0


def test_a_deep_link_opens_what_it_names(visit: Open) -> None:
    """A student, a finding, an explanation; also when a filter would hide it."""
    page = visit()
    wanted = page.locator(".student .finding").last.get_attribute("id")
    linked = visit(fragment=f"#{wanted}")
    assert linked.locator(f"[id='{wanted}']").is_visible()
    linked.locator("[name=name]").fill("nobody at all")
    linked.evaluate("id => { location.hash = id }", wanted)
    linked.wait_for_selector(f"[id='{wanted}']", state="visible")


def test_the_policy_is_in_force(browser: Browser, files: dict[int, Path]) -> None:
    """Scripts, styles, pictures and requests that are not the page's own come to nothing."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(files[24].as_uri())
    refused = page.evaluate(
        """async () => {
            const refused = [];
            addEventListener('securitypolicyviolation', event => refused.push(event.effectiveDirective));
            const add = (tag, set) => document.body.append(Object.assign(document.createElement(tag), set));
            add('script', {textContent: 'window.ran = true'});
            add('style', {textContent: 'body { display: none }'});
            add('img', {src: 'http://127.0.0.1:9/x.png'});
            add('iframe', {src: 'http://127.0.0.1:9/'});
            await fetch('http://127.0.0.1:9/').catch(() => {});
            await new Promise(done => setTimeout(done, 200));
            return [refused, window.ran === undefined, getComputedStyle(document.body).display];
        }"""
    )
    assert {"connect-src", "img-src", "frame-src", "script-src-elem", "style-src-elem"} <= set(
        refused[0]
    )
    assert refused[1:] == [True, "block"]
    context.close()


def violations(page: Page) -> list[str]:
    """Return what axe-core finds serious or critical."""
    from axe_playwright_python.sync_playwright import Axe  # type: ignore[import-untyped]

    found = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {node['target']} {node['failureSummary']}"
        for one in found
        if one["impact"] in SERIOUS
        for node in one["nodes"][:3]
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("students", [24, 5, 0])
def test_axe_finds_no_serious_fault(visit: Open, students: int, scheme: str) -> None:
    """Contrast, names, roles and structure, with everything opened."""
    page = visit(students, color_scheme=scheme)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.wait_for_timeout(100)
    assert violations(page) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_no_serious_fault_on_a_narrow_screen(visit: Open, scheme: str) -> None:
    """At 400 pixels, where the page does not scroll sideways."""
    page = visit(24, color_scheme=scheme, viewport={"width": 400, "height": 800})
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    assert page.evaluate("document.documentElement.scrollWidth") <= 400
    assert violations(page) == []


def test_colours_follow_the_system_until_told_otherwise(visit: Open) -> None:
    """Auto, light and dark by keyboard, remembered for the next look."""
    paper = "getComputedStyle(document.body).backgroundColor"
    light, dark = visit(5, color_scheme="light"), visit(5, color_scheme="dark")
    by_day, by_night = light.evaluate(paper), dark.evaluate(paper)
    assert by_day != by_night
    light.locator(".theme input:checked").focus()
    press(light, "ArrowRight", "ArrowRight")
    assert light.evaluate(paper) == by_night
    light.reload()
    assert light.evaluate(paper) == by_night
    press(dark, "Tab")
    dark.locator(".theme input[value=light]").check(force=True)
    assert dark.evaluate(paper) == by_day


def test_less_motion_is_respected(visit: Open) -> None:
    """No smooth scrolling for who asked for none."""
    behaviour = "getComputedStyle(document.documentElement).scrollBehavior"
    assert visit(5, reduced_motion="reduce").evaluate(behaviour) == "auto"
    assert visit(5, reduced_motion="no-preference").evaluate(behaviour) == "smooth"


def test_on_paper_it_is_light_and_whole(visit: Open) -> None:
    """The table is not cut by its scroll box; controls are gone; what was opened stays open."""
    page = visit(24, color_scheme="dark")
    page.locator(".student > summary").first.press("Enter")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    for gone in (".filters", ".theme", "nav", "#parts [data-open]", ".keys"):
        assert not page.locator(gone).first.is_visible()
    assert page.locator("#map tbody tr").last.is_visible()
    assert page.evaluate("getComputedStyle(document.querySelector('.map')).maxHeight") == "none"
    assert page.locator(".student[open] .answers").is_visible()
    assert len(page.pdf(prefer_css_page_size=True)) > 20_000


def test_without_scripts_everything_can_be_read(visit: Open) -> None:
    """No dead control; details open by themselves, and on paper they are open."""
    page = visit(24, java_script_enabled=False)
    assert not page.locator(".filters").is_visible()
    assert not page.locator(".theme").is_visible()
    page.locator(".student:has(.finding) > summary").first.press("Enter")
    finding = page.locator(".student[open] .finding").first
    assert finding.is_visible()
    finding.locator("a").first.click()
    assert page.locator(".lesson:target").is_visible()
    page.emulate_media(media="print")
    assert page.locator(".student .answers").last.is_visible()
