"""What one learner has seen and reached, in one small file of their own folder.

It may be deleted at any time and is never trusted for a grade: it says how many
hints were shown and which checks held last time.
"""

from __future__ import annotations

import contextlib
import json
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

FILE = Path(".grade") / "progress.json"
_SCHEMA = "progress/1"


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """Progress by exercise slug.

    :param hints: how many hints have been shown.
    :param held: numbers of the checks that held at the last grading.
    """

    hints: dict[str, int] = field(default_factory=dict)
    held: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def with_hints(self, slug: str, count: int) -> Progress:
        """Return a copy in which *count* hints of *slug* have been shown."""
        return replace(self, hints={**self.hints, slug: count})

    def with_held(self, slug: str, numbers: tuple[str, ...]) -> Progress:
        """Return a copy in which these checks of *slug* held last."""
        return replace(self, held={**self.held, slug: numbers})


def folder_of(start: Path) -> Path:
    """Return the learner's folder: the one at or above *start* that has `exercises/`."""
    for folder in (start, *start.parents):
        if (folder / "exercises").is_dir():
            return folder
    return start


def read(folder: Path) -> Progress:
    """Return the progress kept in *folder*; an absent or damaged file counts as none."""
    try:
        body = json.loads((folder / FILE).read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return Progress()
    if not isinstance(body, dict) or body.get("schema") != _SCHEMA:
        return Progress()
    return Progress(
        hints={k: v for k, v in _mapping(body.get("hints")).items() if type(v) is int},
        held={
            k: tuple(str(number) for number in v)
            for k, v in _mapping(body.get("held")).items()
            if isinstance(v, list)
        },
    )


def write(folder: Path, progress: Progress) -> None:
    """Keep *progress*; a folder that cannot be written to keeps none."""
    body = {"schema": _SCHEMA, "hints": progress.hints, "held": progress.held}
    with contextlib.suppress(OSError):
        (folder / FILE).parent.mkdir(exist_ok=True)
        temporary = (folder / FILE).with_suffix(".new")
        temporary.write_text(json.dumps(body, indent=1), "utf-8")
        temporary.replace(folder / FILE)


def _mapping(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
