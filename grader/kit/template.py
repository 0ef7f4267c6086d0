"""Templates of the files that the kit writes: texts with blanks, and the values that may fill a blank.

The texts are the files in `templates/`, so that they are part of the wheel and can be read as YAML,
shell, Markdown or Python. A blank is written `<<name>>`, which means nothing in any of these.
"""

from __future__ import annotations

import re
from pathlib import Path

from grader.errors import Fault, UsageError

NAME = "module-objects-kit"
"""Name of the distribution."""

_FOLDER = Path(__file__).parent / "templates"
_BLANK = re.compile(r"<<(\w+)>>")
_REFUSED = re.compile(r"[\x00-\x1f\x7f\"'`$\\{}]|<<|>>")
_CREDENTIALS = re.compile(r"https?://[^/@\s]*@", re.IGNORECASE)


def fill(name: str, **blanks: str) -> str:
    """Return the text of the template *name* with its blanks filled.

    :param blanks: name of a blank to its text.
    :raises Fault: when the template does not exist, or has other blanks.
    """
    try:
        text = (_FOLDER / name).read_text("utf-8")
    except OSError as error:
        raise Fault(
            f"the template {name} is not part of this installation", "Install the kit again."
        ) from error
    if set(_BLANK.findall(text)) != set(blanks):
        raise Fault(f"the template {name} has other blanks than {', '.join(sorted(blanks))}")
    return _BLANK.sub(lambda match: blanks[match[1]], text)


def pip_requirement(text: str) -> str:
    """Return *text*, a requirement of pip, without outer spaces, if it may stand in double quotes.

    The templates have it between double quotes in YAML, shell, JSON and Python, so characters that
    mean something in a string of one of them are refused.

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
