"""The class report to the eye and to a screen reader: themes, widths, paper, without scripts."""

from __future__ import annotations

import pytest
from support.browser import Open, needs_chromium, press, violations

pytestmark = needs_chromium


WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 400, "height": 800}


# Contrast alone takes axe ten seconds on a page of 24 students. The first six are in every state that
# a row can have, so the page of 12 has every kind of element. Of classes, schemes and widths every two
# meet here, and not all three: what is wrong in one scheme is so on every page that shows it.
@pytest.mark.parametrize(
    ("students", "scheme", "viewport"),
    [
        (12, "light", WIDE),
        (12, "dark", NARROW),
        (5, "dark", WIDE),
        (5, "light", NARROW),
        (0, "light", WIDE),
        (0, "dark", NARROW),
    ],
    ids=lambda value: "x".join(map(str, value.values())) if isinstance(value, dict) else None,
)
def test_axe_finds_no_serious_fault(
    visit: Open, students: int, scheme: str, viewport: dict[str, int]
) -> None:
    """Contrast, names, roles and structure, with everything opened; no page scrolls sideways."""
    page = visit(students, color_scheme=scheme, viewport=viewport)
    page.evaluate("for (const one of document.querySelectorAll('details')) one.open = true")
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.scrollWidth") <= viewport["width"]
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
