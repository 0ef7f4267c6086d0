"""A parsed HTML page: elements and attributes as a browser's parser finds them."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser

_RAW = {"script", "style"}
_VOID = {"meta", "link", "input", "col", "br", "hr"}
_ENDED_BY = {"td": {"td", "th"}, "th": {"td", "th"}, "dt": {"dt", "dd"}, "dd": {"dt", "dd"}}
"""What a start tag ends that has no end tag of its own."""


@dataclass(slots=True, kw_only=True)
class Element:
    """A start tag, and all text up to its end."""

    tag: str
    attributes: dict[str, str]
    pieces: list[str] = field(default_factory=list)

    @property
    def text(self) -> str:
        """The text of the element and of all that is in it."""
        return "".join(self.pieces)


@dataclass(slots=True)
class Page(HTMLParser):
    """A parsed page: its elements in order, and the text that people read."""

    elements: list[Element] = field(default_factory=list)
    open: list[Element] = field(default_factory=list)
    words: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        HTMLParser.__init__(self, convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag=tag, attributes={name: value or "" for name, value in attrs})
        assert len(element.attributes) == len(attrs), f"an attribute twice in <{tag}>"
        self.elements.append(element)
        if self.open and self.open[-1].tag in _ENDED_BY.get(tag, ()):
            self.open.pop()
        if tag not in _VOID:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and any(one.tag == tag for one in self.open):
            if self.open.pop().tag == tag:
                break

    def handle_data(self, data: str) -> None:
        for element in self.open:
            element.pieces.append(data)
        if not self.open or self.open[-1].tag not in _RAW:
            self.words.append(data)

    def all(self, tag: str, **attributes: str) -> list[Element]:
        """Return the elements of a kind whose attributes have these values (or classes)."""
        return [
            one
            for one in self.elements
            if one.tag == tag
            and all(
                value in one.attributes.get(name.rstrip("_"), "").split()
                for name, value in attributes.items()
            )
        ]

    @property
    def shape(self) -> list[tuple[str, tuple[str, ...]]]:
        """Every element with the names of its attributes."""
        return [(one.tag, tuple(one.attributes)) for one in self.elements]

    @property
    def text(self) -> str:
        """What people can read."""
        return "".join(self.words)


def parsed(html: str) -> Page:
    """Return the page that *html* is."""
    page = Page()
    page.feed(html)
    page.close()
    return page
