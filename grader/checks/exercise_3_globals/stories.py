"""The nine stories of exercise 3, run for their truth, and the mistakes in predictions about them.

There is no answer key here: a story is a real file, a few statements and one
question, and its truth is what comes out when it runs.
"""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from grader.checks.rules import (
    CHECK_THE_CACHE,
    GLOBALS_ARE_A_NAMESPACE,
    OBJECT_NOT_FILE,
    REACH_THROUGH_MODULE,
)
from grader.exam import (
    AssignedLiteral,
    Blocked,
    Deferred,
    Diagnosis,
    Failed,
    Finding,
    Findings,
    Fresh,
    LiteralStatus,
    Rule,
    Signature,
    World,
    describe,
)

_WORDS = ("old", "new", "error")
_MOST_SHOWN, _LONGEST_WORD = 3, 40
"""The most words or keys in a message, and the most characters of each."""
_TEXT = "SETTING = OLD\ndef read(): return SETTING\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The events of a story, from the first statement of a program to its question.

    :param rule: the rule that a wrong prediction breaks.
    :param events: the events in words, for a message.
    :param why: the mechanism, for a message.
    :param text: the content of `settings.py`.
    :param script: whether the program is that file, run as a script.
    :param begins: else the statements that the program runs first.
    :param file: the fate of the file then: `kept`, `edited` or `deleted`.
    :param code: the statements that the program runs after that.
    :param asks: the expression that it evaluates in the end.
    """

    rule: Rule
    events: str
    why: str
    text: str = _TEXT
    script: bool = False
    begins: str = "import settings\nfrom settings import SETTING, read"
    file: str = "kept"
    code: str = ""
    asks: str = "read()"


# In the order in which a wrong prediction is reported.
STORIES: dict[str, Story] = {
    "file_edited": Story(
        rule=OBJECT_NOT_FILE,
        events="the file was edited, nothing else",
        why="Editing a file changes text on a disk. No statement ran, so no name was bound anew.",
        file="edited",
    ),
    "file_deleted": Story(
        rule=OBJECT_NOT_FILE,
        events="the file was deleted",
        why=(
            "The call needs the function's code object and its dictionary. Both are in memory, and "
            "neither asks for the file."
        ),
        file="deleted",
    ),
    "rebound": Story(
        rule=GLOBALS_ARE_A_NAMESPACE,
        events="`settings.SETTING` was assigned",
        why=(
            "Assigning to an attribute of a module binds a name in its dictionary. The function "
            "looks in that dictionary at each call."
        ),
        code="settings.SETTING = NEW",
    ),
    "copied_out": Story(
        rule=REACH_THROUGH_MODULE,
        events="`settings.SETTING` was assigned, and the program's own `SETTING` is read",
        why=(
            "`from settings import SETTING` bound a second name, in the program's namespace. An "
            "assignment to one of two names leaves the other where it was."
        ),
        code="settings.SETTING = NEW",
        asks="SETTING",
    ),
    "reloaded": Story(
        rule=GLOBALS_ARE_A_NAMESPACE,
        events="the file was edited and the module reloaded",
        why=(
            "A reload runs the text once more in the dictionary that is there. The older function "
            "refers to that very dictionary."
        ),
        file="edited",
        code="import importlib\nimportlib.reload(settings)",
    ),
    "forgotten": Story(
        rule=CHECK_THE_CACHE,
        events="the file was edited, the key in `sys.modules` deleted, and the name imported again",
        why=(
            "The second import makes another module object with another dictionary. The function "
            "keeps its reference to the first one."
        ),
        file="edited",
        code='import sys\ndel sys.modules["settings"]\nimport settings',
    ),
    "name_removed": Story(
        rule=GLOBALS_ARE_A_NAMESPACE,
        events="`del settings.SETTING` ran",
        why=(
            "A function stores no value for a global. Each call looks the name up, and a "
            "dictionary without that key has nothing to give."
        ),
        code="del settings.SETTING",
    ),
    "run_as_script": Story(
        rule=OBJECT_NOT_FILE,
        events="settings.py ran as a script, imported itself and bound `SETTING` anew",
        why=(
            "The script runs in the module `__main__`. Importing `settings` there ran the same file "
            "in a second module object, and an assignment in the one leaves the other as it was."
        ),
        text=f'{_TEXT}if __name__ == "__main__":\n    import settings\n    SETTING = NEW\n',
        script=True,
        asks="settings.SETTING",
    ),
    "left_out_of_all": Story(
        rule=REACH_THROUGH_MODULE,
        events='settings.py has `__all__ = ["read"]` and the program imported `*` from it',
        why=(
            "`__all__` lists which names `from settings import *` copies out of the module. The module "
            "has all its names all the same, and an attribute is looked up in the module."
        ),
        text=f'__all__ = ["read"]\n{_TEXT}',
        begins="import settings\nfrom settings import *",
        asks="settings.SETTING",
    ),
}

PREDICTION_MISTAKES = Diagnosis(
    STORIES,
    Signature("snapshot_model", {"rebound": "old", "reloaded": "old", "name_removed": "old"}),
    Signature("file_model", {"file_edited": "new", "file_deleted": "error"}),
    Signature("name_model", {"forgotten": "new"}),
    Signature("reload_replaces_functions", {"reloaded": "old"}),
    Signature("copied_name_follows", {"copied_out": "new"}),
    Signature("forgotten_kills_functions", {"forgotten": "error"}),
    Signature("removed_name_remembered", {"name_removed": "old"}),
    Signature("script_is_its_import", {"run_as_script": "new"}),
    Signature("all_hides_names", {"left_out_of_all": "error"}),
)

_BEGIN = """
import importlib, types
modules.pop("settings", None)
importlib.invalidate_caches()
program = types.ModuleType(name)
program.__dict__["__builtins__"] = modules["builtins"]
exec(code, program.__dict__)
result = program.__dict__
"""
_END = """
exec(code, program)
try:
    result = eval(asks, program)
except Exception as error:
    result = [type(error).__name__]
"""


def happened(world: World, fresh: Fresh) -> dict[str, str]:
    """Run every story in random order and return its outcome: `old`, `new` or `error`.

    :raises RuntimeError: when a story gives neither value and no error.
    """
    outcomes = {name: _run(world, fresh, STORIES[name]) for name in fresh.shuffled(list(STORIES))}
    return {name: later.value for name, later in outcomes.items()}


def _run(world: World, fresh: Fresh, story: Story) -> Deferred[str]:
    old = fresh.integer()
    new = old + fresh.between(1, 999)
    edited = story.text.replace("OLD", str(new))
    text = story.text.replace("OLD", str(old)).replace("NEW", str(new))
    world.write("settings.py", text)
    if story.script:
        program = world.make(_BEGIN, name="__main__", code=text)
    else:
        program = world.make(_BEGIN, name="program", code=story.begins)
    if story.file == "edited":
        world.write("settings.py", edited)
    elif story.file == "deleted":
        world.remove("settings.py")

    def read(result: object) -> str:
        if isinstance(result, list):
            return "error"
        words = {old: "old", new: "new"}
        if not isinstance(result, int) or result not in words:
            raise RuntimeError(f"the story in which {story.events} gave {result!r}")
        return words[result]

    code = story.code.replace("NEW", str(new))
    return world.run_later(_END, read=read, program=program, code=code, asks=story.asks)


def predictions(written: AssignedLiteral, say: Findings) -> dict[str, str]:
    """Return the prediction for every story.

    :param say: the findings of the exercise.
    :raises Failed: when one of them is for no story, is no word to be used, or cannot be read.
    :raises Blocked: when one of them is missing and nothing is wrong with the others.
    """
    value = written.value
    if written.status is LiteralStatus.ABSENT:
        raise Blocked(_located(written, say("predictions_absent")), by="PREDICTIONS")
    if written.status is LiteralStatus.UNREADABLE:
        raise Failed(_located(written, say("predictions_unreadable")))
    if written.status is LiteralStatus.NOT_LITERAL:
        keys = written.computed
        found = say("predictions_not_literal", which=f" of {_quoted(keys)}" if keys else "")
        raise Failed(_located(written, found, keys))
    if not isinstance(value, dict):
        found = say("predictions_no_dictionary", result=describe(value))
        raise Failed(_located(written, found))
    missing = [story for story in STORIES if value.get(story) is None]
    extra = [str(key) for key in value if key not in STORIES]
    if extra:
        found = say("predictions_unknown_story", keys=_quoted(extra), likely=_likely(extra, value))
        raise Failed(_located(written, found, extra))
    given = [story for story in STORIES if story not in missing]
    words = {story: word for story in given if isinstance(word := value[story], str)}
    unknown = [story for story in given if words.get(story) not in _WORDS]
    if unknown:
        found = say("predictions_unknown_word", words=_each(unknown, value))
        raise Failed(_located(written, found, unknown))
    if missing:
        name = "not_started" if not given else "predictions_incomplete"
        found = _located(written, say(name, stories=_quoted(missing)), missing if given else ())
        raise Blocked(found, by="PREDICTIONS")
    return words


def _each(stories: Sequence[str], value: Mapping[object, object]) -> str:
    """Return the predictions for the first few of *stories*, and the number of the others."""
    shown = [
        f"`{story}` is {_beginning(describe(value[story]))}" for story in stories[:_MOST_SHOWN]
    ]
    more = len(stories) - len(shown)
    return ", ".join([*shown, *([f"and {more} more"] if more else [])])


def _beginning(text: str) -> str:
    return text if len(text) <= _LONGEST_WORD else f"{text[: _LONGEST_WORD - 1]}…"


def _quoted(keys: Sequence[str]) -> str:
    """Return names of stories, or the beginnings of other keys, for a message."""
    if all(key in STORIES for key in keys):
        return ", ".join(f"`{key}`" for key in keys)
    shown = [f"`{_beginning(key)}`" for key in keys[:_MOST_SHOWN]]
    more = len(keys) - len(shown)
    return ", ".join([*shown, *([f"and {more} more"] if more else [])])


def _likely(extra: Sequence[str], value: Mapping[object, object]) -> str:
    """Return a sentence about the story that the first of these keys may stand for, or ""."""
    open_stories = [story for story in STORIES if story not in value]
    close = difflib.get_close_matches(extra[0][:_LONGEST_WORD], open_stories, n=1)
    return f" There is none for `{close[0]}`: is that the one?" if close else ""


def _located(written: AssignedLiteral, found: Finding, keys: Sequence[str] = ()) -> Finding:
    """Return *found* with the line of the first of *keys*, else of the whole assignment."""
    line = written.lines.get(keys[0], written.line) if keys else written.line
    return replace(found, call="PREDICTIONS", line=line)
