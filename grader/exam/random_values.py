"""Names and values drawn from an attempt's seed, so that no answer can be written down before.

The same seed draws the same names on every platform and version: strings seed
`random.Random` through SHA-512, whatever the hash seed is.
"""

from __future__ import annotations

import functools
import random
import re
from collections.abc import Sequence
from typing import TypeVar

T = TypeVar("T")

_FIRST = [
    "amber",
    "basalt",
    "cedar",
    "cobalt",
    "copper",
    "coral",
    "dune",
    "ember",
    "fern",
    "flint",
    "garnet",
    "glacier",
    "granite",
    "harbour",
    "hazel",
    "indigo",
    "ivory",
    "jade",
    "juniper",
    "lagoon",
    "larch",
    "linen",
    "maple",
    "marble",
    "meadow",
    "moss",
    "ochre",
    "olive",
    "opal",
    "pebble",
    "pine",
    "plum",
    "quartz",
    "reed",
    "river",
    "saffron",
    "sage",
    "shale",
    "silver",
    "slate",
    "spruce",
    "tidal",
    "topaz",
    "umber",
    "velvet",
    "violet",
    "walnut",
    "willow",
]
_SECOND = [
    "badger",
    "bison",
    "bittern",
    "crane",
    "curlew",
    "dipper",
    "falcon",
    "finch",
    "gannet",
    "gecko",
    "heron",
    "ibex",
    "jackdaw",
    "kestrel",
    "lapwing",
    "linnet",
    "lynx",
    "marten",
    "merlin",
    "moth",
    "newt",
    "osprey",
    "otter",
    "owl",
    "petrel",
    "plover",
    "puffin",
    "raven",
    "robin",
    "salmon",
    "seal",
    "shrike",
    "sparrow",
    "starling",
    "stoat",
    "swift",
    "tern",
    "thrush",
    "toad",
    "trout",
    "vole",
    "wagtail",
    "weasel",
    "whimbrel",
    "wren",
]


class Fresh:
    """Draws names and values for one check of one attempt; never the same identifier twice.

    :param seed: the attempt's seed together with the check's id.
    """

    def __init__(self, seed: str) -> None:
        self._random = random.Random(seed)  # noqa: S311  (variety, not secrecy)
        self._taken: set[str] = set()

    def identifier(self) -> str:
        """Return a new name such as `copper_heron_417`, fit for a variable or a module."""
        while True:
            first, second = self._random.choice(_FIRST), self._random.choice(_SECOND)
            name = f"{first}_{second}_{self._random.randrange(100, 1000)}"
            if name not in self._taken:
                self._taken.add(name)
                return name

    def module_name(self) -> str:
        """Return a new top-level module name; no module of the standard library has it."""
        return self.identifier()

    def dotted_name(self) -> str:
        """Return a new module name of two parts, `parent.leaf`."""
        return f"{self.identifier()}.{self.identifier()}"

    def integer(self) -> int:
        """Return an int of four or five digits."""
        return self._random.randrange(1_000, 100_000)

    def text(self) -> str:
        """Return a short text of two words and a number."""
        return self.identifier().replace("_", " ")

    def pick(self, options: Sequence[T]) -> T:
        """Return one of *options*."""
        return self._random.choice(options)

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """Return *items* in random order."""
        return self._random.sample(items, len(items))

    def between(self, low: int, high: int) -> int:
        """Return an int from *low* to *high*, both included."""
        return self._random.randint(low, high)


@functools.cache  # most processes draw names and look for none
def _drawn() -> re.Pattern[str]:
    return re.compile(rf"(?:{'|'.join(_FIRST)})_(?:{'|'.join(_SECOND)})_[1-9][0-9]{{2}}")


def without_names(text: str) -> str:
    """Return *text* with `…` for each name that was drawn: what is the same for any seed."""
    return _drawn().sub("…", text)
