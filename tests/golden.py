"""Writes the kept pages and the public API anew: `python tests/golden.py`.

Look at the difference before you keep it.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))


def main() -> None:
    """Write the API and every page, and remove those that are no page any more."""
    from support.golden import FOLDER, pages
    from support.public_api import KEPT, surface

    if not KEPT.exists() or KEPT.read_text("utf-8") != surface():
        KEPT.write_text(surface(), "utf-8")
        print(f"wrote  {KEPT.name}")
    FOLDER.mkdir(exist_ok=True)
    old = {path.stem: path.read_text("utf-8") for path in FOLDER.glob("*.txt")}
    new = dict(pages())
    for name, text in new.items():
        (FOLDER / f"{name}.txt").write_text(text, "utf-8")
        if old.get(name) != text:
            print(f"{'wrote' if name not in old else 'changed'}  {name}")
    for name in old.keys() - new.keys():
        (FOLDER / f"{name}.txt").unlink()
        print(f"removed  {name}")


if __name__ == "__main__":
    main()
