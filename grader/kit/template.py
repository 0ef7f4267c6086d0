"""The texts that an export starts from, and the blanks in them.

The texts are files beside this one, so that they travel in the wheel and can be
read as what they are. A blank is written `<<name>>`, which means nothing in YAML,
shell, Markdown or Python.
"""

from __future__ import annotations

import re
from pathlib import Path

from grader.errors import Fault, UsageError

NAME = "module-objects-kit"
"""What the kit is called where it is installed from."""

_TEXTS = Path(__file__).parent / "templates"
_BLANK = re.compile(r"<<(\w+)>>")
_REFUSED = re.compile(r"[\x00-\x1f\x7f\"'`$\\{}]|<<|>>")
_CREDENTIALS = re.compile(r"https?://[^/@\s]*@", re.IGNORECASE)


def filled(name: str, **blanks: str) -> str:
    """Return the text of the template *name* with its blanks filled.

    :raises Fault: when the template is not there, or its blanks are not those given.
    """
    try:
        text = (_TEXTS / name).read_text("utf-8")
    except OSError as error:
        raise Fault(
            f"the template {name} is not part of this installation", "Install the kit again."
        ) from error
    if set(_BLANK.findall(text)) != set(blanks):
        raise Fault(f"the template {name} has other blanks than {', '.join(sorted(blanks))}")
    return _BLANK.sub(lambda match: blanks[match[1]], text)


def requirement(text: str) -> str:
    """Return what pip is to install the kit from, as it stands between double quotes.

    The same line is read by YAML, a shell, JSON and Python, so what any of them would
    take for more than a letter is refused.

    :raises UsageError: when it is empty, an option of pip, or carries a password.
    """
    wanted = text.strip()
    if not wanted or wanted.startswith("-") or _REFUSED.search(wanted):
        raise UsageError(
            f"{text!r} is nothing that pip can install the kit from",
            f"Use one requirement, such as {NAME}==1.0 or git+https://HOST/PROJECT@TAG.",
        )
    if _CREDENTIALS.search(wanted):
        raise UsageError(
            "the requirement holds a user name or a token, and everybody who gets the export "
            "could read it",
            "Leave it out of the address, and let pip or git find it where it is installed.",
        )
    return wanted
