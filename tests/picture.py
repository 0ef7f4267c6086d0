"""Draws the README's picture anew, from a real report: `python tests/picture.py`."""

from __future__ import annotations

import io
import re
import sys
from pathlib import Path

sys.path[:0] = [str(Path(__file__).parent), str(Path(__file__).parents[1])]

from rich.console import Console  # noqa: E402
from rich.terminal_theme import MONOKAI  # noqa: E402
from support.grading import ROOT, attempt, wrong_answer  # noqa: E402

from grader.host.examiner_process import examine  # noqa: E402
from grader.reports import terminal  # noqa: E402


def main() -> None:
    """Grade a wrong answer and write what a learner would see."""
    text = wrong_answer(1, "registers_a_second_object")
    graded = examine([attempt(1, text, seed="picture", label="exercises/exercise_1_identity.py")])
    console = Console(
        file=io.StringIO(), record=True, width=88, highlight=False, markup=False, emoji=False,
        force_terminal=True, color_system="standard",
    )  # fmt: skip
    terminal.report(graded[0], console, everything=False, plain=False)
    picture = console.export_svg(title="grade exercise 1", theme=MONOKAI)
    # Nothing is fetched by whoever looks at it: the reader's own monospaced font will do.
    picture = re.sub(r"@font-face \{.*?\}\s*", "", picture, flags=re.DOTALL)
    (ROOT / ".github" / "report.svg").write_text(picture, "utf-8")


if __name__ == "__main__":
    main()
