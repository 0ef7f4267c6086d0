"""The class report as people use it: a real Chromium, the keyboard, and no network."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from support.browser import Open, focused, names, needs_chromium, points, press

if TYPE_CHECKING:
    from playwright.sync_api import Browser

pytestmark = needs_chromium


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
    page.locator("#shown", has_text="24 of 24 students shown").wait_for()
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
    part.locator("dt", has_text="Next step").last.wait_for()
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


def test_the_policy_is_in_force(browser: Browser, class_reports: dict[int, Path]) -> None:
    """Scripts, styles, pictures and requests that are not the page's own come to nothing."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(class_reports[24].as_uri())
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
