"""Random names and values for a check, drawn from an attempt's seed, so that no answer can be
hard-coded.

A seed gives the same names and values on every platform and version: `random.Random` hashes a str
seed with SHA-512, whatever the interpreter's hash seed is.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_FIRST = [
    "amber", "basalt", "cedar", "cobalt", "copper", "coral", "dune", "ember", "fern", "flint",
    "garnet", "glacier", "granite", "harbour", "hazel", "indigo", "ivory", "jade", "juniper",
    "lagoon", "larch", "linen", "maple", "marble", "meadow", "moss", "ochre", "olive", "opal",
    "pebble", "pine", "plum", "quartz", "reed", "river", "saffron", "sage", "shale", "silver",
    "slate", "spruce", "tidal", "topaz", "umber", "velvet", "violet", "walnut", "willow",
]  # fmt: skip
_SECOND = [
    "badger", "bison", "bittern", "crane", "curlew", "dipper", "falcon", "finch", "gannet",
    "gecko", "heron", "ibex", "jackdaw", "kestrel", "lapwing", "linnet", "lynx", "marten",
    "merlin", "moth", "newt", "osprey", "otter", "owl", "petrel", "plover", "puffin", "raven",
    "robin", "salmon", "seal", "shrike", "sparrow", "starling", "stoat", "swift", "tern",
    "thrush", "toad", "trout", "vole", "wagtail", "weasel", "whimbrel", "wren",
]  # fmt: skip


class Fresh:
    """A source of random names and values for one check of one attempt.

    >>> fresh = Fresh("7f3a:1.2")
    >>> fresh.identifier(), fresh.module_name(), fresh.dotted_name()
    ('cobalt_owl_458', 'flint_otter_757', 'willow_toad_904.shale_bison_256')
    >>> fresh.integer(), fresh.text(), fresh.between(1, 6)
    (65283, 'ember petrel 327', 4)
    >>> fresh.pick("abc"), fresh.shuffled("abc")
    ('c', ['a', 'c', 'b'])

    :param seed: the attempt's seed and the check's id. It determines all that is drawn.
    """

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311  (variety, not secrecy)
        self._taken: set[str] = set()

    def identifier(self) -> str:
        """Return a name for a variable or a module, such as `copper_heron_417`; never one twice.

        Its form, two words of small letters and a number of three digits, is one that
        `grader.gradebook` recognizes in texts.
        """
        while True:
            first, second = self._random.choice(_FIRST), self._random.choice(_SECOND)
            name = f"{first}_{second}_{self._random.randrange(100, 1000)}"
            if name not in self._taken:
                self._taken.add(name)
                return name

    def module_name(self) -> str:
        """Return a top-level module name that no module of the standard library has; never one twice."""
        return self.identifier()

    def dotted_name(self) -> str:
        """Return a module name of two parts, `parent.leaf`; never one twice."""
        return f"{self.identifier()}.{self.identifier()}"

    def integer(self) -> int:
        """Return an int from 1,000 to 99,999."""
        return self._random.randrange(1_000, 100_000)

    def text(self) -> str:
        """Return a short text of two words and a number."""
        return self.identifier().replace("_", " ")

    def pick(self, options: Sequence[T]) -> T:
        """Return one of *options*, chosen at random."""
        return self._random.choice(options)

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return *items* in random order."""
        return self._random.sample(items, len(items))

    def between(self, low: int, high: int) -> int:
        """Return an int from *low* to *high*, both included."""
        return self._random.randint(low, high)
