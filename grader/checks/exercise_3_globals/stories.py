"""The seven stories of exercise 3, run for their truth, and the mistakes in predictions about them.

There is no answer key here: a story is a real file, a few statements and one
question, and its truth is what comes out when it runs.
"""

from __future__ import annotations

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
    Deferred,
    Diagnosis,
    Failed,
    Findings,
    Fresh,
    LiteralStatus,
    Rule,
    Signature,
    World,
    describe,
)

_WORDS = ("old", "new", "error")
_MOST_TOLD, _LONGEST_WORD = 3, 40
"""The most unknown words in a message, and the most characters of each."""
_UNREADABLE = {
    LiteralStatus.ABSENT: "predictions_absent",
    LiteralStatus.NOT_LITERAL: "predictions_not_literal",
    LiteralStatus.UNREADABLE: "predictions_unreadable",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Story:
    """The events of a story after `import settings; from settings import SETTING, read`.

    :param rule: the rule that a wrong prediction breaks.
    :param told: the events, for a message.
    :param why: the mechanism, for a message.
    :param file: the fate of the file: `kept`, `edited` or `deleted`.
    :param code: the statements that the program runs then.
    :param asks: the expression that it evaluates in the end.
    """

    rule: Rule
    told: str
    why: str
    file: str = "kept"
    code: str = ""
    asks: str = "read()"


# In the order in which a wrong prediction is reported.
STORIES: dict[str, Story] = {
    "file_edited": Story(
        rule=OBJECT_NOT_FILE,
        told="the file was edited, nothing else",
        why="Editing a file changes text on a disk. No statement ran, so no name was bound anew.",
        file="edited",
    ),
    "file_deleted": Story(
        rule=OBJECT_NOT_FILE,
        told="the file was deleted",
        why=(
            "The call needs the function's code object and its dictionary. Both are in memory, and "
            "neither asks for the file."
        ),
        file="deleted",
    ),
    "rebound": Story(
        rule=GLOBALS_ARE_A_NAMESPACE,
        told="`settings.SETTING` was assigned",
        why=(
            "Assigning to an attribute of a module binds a name in its dictionary. The function "
            "looks in that dictionary at each call."
        ),
        code="settings.SETTING = NEW",
    ),
    "copied_out": Story(
        rule=REACH_THROUGH_MODULE,
        told="`settings.SETTING` was assigned, and the program's own `SETTING` is read",
        why=(
            "`from settings import SETTING` bound a second name, in the program's namespace. An "
            "assignment to one of two names leaves the other where it was."
        ),
        code="settings.SETTING = NEW",
        asks="SETTING",
    ),
    "reloaded": Story(
        rule=GLOBALS_ARE_A_NAMESPACE,
        told="the file was edited and the module reloaded",
        why=(
            "A reload runs the text once more in the dictionary that is there. The older function "
            "refers to that very dictionary."
        ),
        file="edited",
        code="import importlib\nimportlib.reload(settings)",
    ),
    "forgotten": Story(
        rule=CHECK_THE_CACHE,
        told="the file was edited, the key in `sys.modules` deleted, and the name imported again",
        why=(
            "The second import makes another module object with another dictionary. The function "
            "keeps its reference to the first one."
        ),
        file="edited",
        code='import sys\ndel sys.modules["settings"]\nimport settings',
    ),
    "name_removed": Story(
        rule=GLOBALS_ARE_A_NAMESPACE,
        told="`del settings.SETTING` ran",
        why=(
            "A function stores no value for a global. Each call looks the name up, and a "
            "dictionary without that key has nothing to give."
        ),
        code="del settings.SETTING",
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
)

_BEGIN = """
import importlib, types
modules.pop("settings", None)
importlib.invalidate_caches()
program = types.ModuleType("program")
program.__dict__["__builtins__"] = modules["builtins"]
exec("import settings\\nfrom settings import SETTING, read", program.__dict__)
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
    told = {name: _run(world, fresh, STORIES[name]) for name in fresh.shuffled(list(STORIES))}
    return {name: later.value for name, later in told.items()}


def _run(world: World, fresh: Fresh, story: Story) -> Deferred[str]:
    old = fresh.integer()
    new = old + fresh.between(1, 999)
    text = "SETTING = {}\ndef read(): return SETTING\n"
    world.write("settings.py", text.format(old))
    program = world.make(_BEGIN)
    if story.file == "edited":
        world.write("settings.py", text.format(new))
    elif story.file == "deleted":
        world.remove("settings.py")

    def read(result: object) -> str:
        if isinstance(result, list):
            return "error"
        words = {old: "old", new: "new"}
        if not isinstance(result, int) or result not in words:
            raise RuntimeError(f"the story in which {story.told} gave {result!r}")
        return words[result]

    code = story.code.replace("NEW", str(new))
    return world.run_later(_END, read=read, program=program, code=code, asks=story.asks)


def predictions(written: AssignedLiteral, say: Findings) -> dict[str, str]:
    """Return the prediction for every story.

    :param say: the findings of the exercise.
    :raises Failed: when one of them cannot be read, is missing, or is no word to be used.
    """
    value = written.value if written.status is LiteralStatus.LITERAL else None
    if not isinstance(value, dict):
        name = _UNREADABLE.get(written.status, "predictions_no_dictionary")
        raise _unusable(say, written, name, result=describe(value))
    missing = [story for story in STORIES if value.get(story) is None]
    if len(missing) == len(STORIES):
        raise _unusable(say, written, "not_started")
    if missing:
        raise _unusable(say, written, "predictions_incomplete", missing=missing)
    words = {story: word for story in STORIES if isinstance(word := value[story], str)}
    unknown = [story for story in STORIES if words.get(story) not in _WORDS]
    if unknown:
        told = _each(unknown, value)
        raise _unusable(say, written, "predictions_unknown_word", words=told, missing=unknown)
    return words


def _each(stories: Sequence[str], value: Mapping[object, object]) -> str:
    """Return the predictions for the first few of *stories*, and the number of the others."""
    told = [
        f"`{story}` is {describe(value[story])[:_LONGEST_WORD]}" for story in stories[:_MOST_TOLD]
    ]
    more = len(stories) - len(told)
    return ", ".join([*told, *([f"and {more} more"] if more else [])])


def _unusable(
    say: Findings, written: AssignedLiteral, told: str, missing: Sequence[str] = (), **fields: str
) -> Failed:
    stories = ", ".join(f"`{story}`" for story in missing)
    line = written.lines.get(missing[0], written.line) if missing else written.line
    found = say(told, stories=stories, **fields)
    return Failed(replace(found, call="PREDICTIONS", line=line))
