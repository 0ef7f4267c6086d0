"""Kinds of functions for `follows_module`: those that follow a module, and others that look alike.

They differ in what they do and in nothing else that could be read off: one
function name, plain functions all of them, each mentioning the global, decoys on
both sides. They are made before the learner's file is loaded, in random order, by
programs that say nothing of the truth, so the guest holds no verdict to copy.

A kind has one body, and every kind is asked in every run. Were a body drawn, an answer
that goes wrong for one of two would get its mark with some seeds and lose it with others.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from grader.checks import props
from grader.checks.exercise_3_globals.case_results import CaseResult
from grader.exam import Deferred, Diagnosis, Fresh, NoResult, RemoteObject, Signature, World


@dataclass(frozen=True, slots=True, kw_only=True)
class FunctionKind:
    """One kind of function.

    :param follows: whether it returns the object that the name refers to in the module.
    :param deed: a description that goes on after "a function that", for messages.
    :param finding: the finding where the wrong kinds are no mistake's signature.
    """

    follows: bool
    deed: str
    finding: str


PASSED_ON, RELOADED, RAISED = (NoResult(reason) for reason in ("passed on", "reloaded", "raised"))
"""Results of `follows_module` where it raised: by expecting a call or a look-up to succeed, as a
reload that finds no file does, or otherwise."""

CONSTANT = "constant"
"""The result True of `follows_module` for a function that returns a constant which was bound before."""

CHANGED = "changed"
"""The kind of the function `keeper` when it is asked about once more, with other code."""


def _yes(deed: str) -> FunctionKind:
    return FunctionKind(follows=True, deed=deed, finding="follow_missed")


def _no(finding: str, deed: str) -> FunctionKind:
    return FunctionKind(follows=False, deed=deed, finding=finding)


# In the order in which a mistake is reported.
KINDS: dict[str, FunctionKind] = {
    "plain": _yes("reads the global and returns it"),
    "mentions": _yes("reads two globals and returns this one"),
    "with_default": _yes("has a default argument and returns the global"),
    "with_keyword": _yes("has a keyword-only default and returns the global"),
    "with_closure": _yes("has a closure and returns the global"),
    "unregistered": _yes("returns the global of an unregistered module"),
    "replaced": _yes("returns the global of a replaced module"),
    "lying": _yes("returns the global and has a misleading `__module__`"),
    "older": _yes("was defined before its module ran once more"),
    "unbound": _yes("returns a global that is not bound yet"),
    "dynamic": _yes("returns an unbound global of a module that has a `__getattr__`"),
    "keeper": _yes("stores the global in a list and returns it"),
    "deletes": _yes("reads the global, deletes it and returns what it read"),
    "wrapped": _yes("wraps, from another module, one that returns the global"),
    "through": _yes("belongs to another module and returns the attribute of this one"),
    "default": _no("follow_kept_value", "returns a default argument, set when `def` ran"),
    "keyword": _no("follow_kept_value", "returns a keyword-only default, set when `def` ran"),
    "closure": _no("follow_kept_value", "returns a value from its closure"),
    "memo": _no("follow_kept_value", "returns what it stored at its first call"),
    "copied": _no("follow_elsewhere", "uses a copy of the module's namespace"),
    "earlier": _no("follow_elsewhere", "belongs to an earlier module of the same name"),
    "borrowed": _no("follow_elsewhere", "belongs to a module that copied the name out"),
    "equal": _no("follow_outcome", "returns an object whose `==` always says True"),
    "raising": _no("follow_outcome", "reads the global and then raises an exception"),
    "name_error": _no("follow_outcome", "reads the global and raises a NameError about it"),
    "own_error": _no("follow_outcome", "reads the global and raises an exception of its own class"),
    "other_name": _no("follow_outcome", "returns another global of the same module"),
    "maker": _no("follow_outcome", "makes a new object at each call and returns it"),
    "nothing": _no("follow_outcome", "reads the global and has no `return`"),
    "wrapped_else": _no("follow_outcome", "wraps one that returns the global and returns its own"),
    CHANGED: _no("follow_outcome", "followed when it was first asked about and has changed since"),
}

_FOLLOW = {kind for kind in KINDS if KINDS[kind].follows}
_KEEPS = {"default", "keyword", "closure", "memo"}
_ELSEWHERE = {"copied", "earlier", "borrowed"}
_RAISING = {"raising", "name_error", "own_error"}
_OUTCOME = {"equal", "other_name", "maker", "nothing", CHANGED} | _RAISING
_FOREIGN = {"wrapped", "through"}
_UNBOUND = {"unbound", "dynamic"}
_NO_TRIAL = {"copied", "borrowed"} | _UNBOUND | _KEEPS
# Kinds on which an experiment that takes no precautions lets an exception out.
_FRAGILE = _UNBOUND | _RAISING
_NO_SPEC = "ModuleNotFoundError: spec not found for the module"

FOLLOW_MISTAKES = Diagnosis(
    KINDS,
    Signature("experiment_fragile", (), optional=_FRAGILE, results={PASSED_ON}),
    Signature("experiment_reloads", results={RELOADED, RAISED}, proof={RELOADED}),
    Signature("constant_bound", {CHANGED: CONSTANT}, optional={"nothing"}, reported=CHANGED),
    Signature("answer_remembered", {CHANGED: True}),
    Signature("clean_up_expects_the_name", {"deletes": PASSED_ON}),
    *(
        Signature(finding, kinds, results={True, False}, reported=reported)
        for finding, kinds, reported in (
            ("follows_never", _FOLLOW, None),
            ("follows_always", set(KINDS) - _FOLLOW, None),
            ("follow_inverted", set(KINDS), None),
            ("follow_inverted", set(KINDS) - _RAISING, None),
            ("structural_only", _KEEPS | _OUTCOME | _FOREIGN, "default"),
            ("experiment_on_own_globals", _ELSEWHERE | _FOREIGN, "copied"),
            ("own_functions_only", _FOREIGN, None),
            ("raise_counts_as_following", _RAISING, None),
            ("unbound_never_follows", _UNBOUND, None),
            ("unbound_never_follows", {"unbound"}, None),
            ("verdict_by_equality", {"equal"}, None),
            ("change_counts_as_following", {"maker"}, None),
            ("verdict_on_the_wrapped", {"wrapped_else"}, None),
            (
                "verdict_by_name",
                {"lying", "copied", "earlier", "through", "wrapped_else"} | _KEEPS | _OUTCOME,
                "lying",
            ),
        )
    ),
    Signature("verdict_by_equality", {"equal": True, CHANGED: CONSTANT}),
    Signature(
        "no_intervention",
        _NO_TRIAL,
        optional={"deletes", "equal"},
        results={True, False},
        reported="default",
    ),
    # A look-up by name that finds nothing raises.
    *(
        Signature("experiment_by_name", kinds, results={True, False, PASSED_ON})
        for kinds in ({"unregistered"}, {"unregistered", "replaced"})
    ),
)

_BARE = "def {f}():\n    return {n}\n"
_MENTION = "def {f}():\n    {o}\n    return {n}\n"
_DEFAULT = "def {f}({x}={o}):\n    {x}\n    return {n}\n"
_CLOSURE = """\
def {m}({x}):
    def {f}():
        {x}
        return {n}
    return {f}
{f} = {m}({o})
"""
# Every other kind is `_BARE`: a kind with two traits would be reported as the wrong one.
_BODIES: dict[str, str] = {
    "mentions": _MENTION,
    "with_default": _DEFAULT,
    "with_keyword": _DEFAULT.replace("({x}", "(*, {x}"),
    "with_closure": _CLOSURE,
    "default": "def {f}({x}={n}):\n    {n}\n    return {x}\n",
    "keyword": "def {f}(*, {x}={n}):\n    {n}\n    return {x}\n",
    "closure": (
        "def {m}({x}):\n    def {f}():\n        {n}\n        return {x}\n    return {f}\n"
        "{f} = {m}({n})\n"
    ),
    "memo": "{o} = []\ndef {f}():\n    if not {o}:\n        {o}.append({n})\n    return {o}[0]\n",
    "equal": (
        "class {x}:\n    __hash__ = object.__hash__\n    def __eq__(self, {m}):\n"
        "        return True\n{o} = {x}()\ndef {f}():\n    {n}\n    return {o}\n"
    ),
    "keeper": "{o} = []\ndef {f}():\n    {o}.append({n})\n    return {n}\n",
    "deletes": "def {f}():\n    global {n}\n    {x} = {n}\n    del {n}\n    return {x}\n",
    "dynamic": (
        "{x} = [0]\ndef __getattr__({m}):\n    if {m} == '{n}':\n        return {x}\n"
        "    raise AttributeError({m})\n" + _BARE
    ),
    "raising": "def {f}():\n    raise LookupError({n})\n",
    "name_error": "def {f}():\n    {n}\n    raise NameError('{n}')\n",
    "nothing": "def {f}():\n    {n}\n",
    # No list of built-in exceptions has this one, short of Exception itself.
    "own_error": "class {x}(Exception):\n    pass\ndef {f}():\n    {o}\n    raise {x}({n})\n",
    "other_name": "def {f}():\n    {n}\n    return {o}\n",
    "maker": "class {x}:\n    pass\ndef {f}():\n    {o}, {n}\n    return {x}()\n",
}

_MAKE = """
def made(called, body):
    module = types.ModuleType(called)
    module.__dict__["__builtins__"] = modules["builtins"]
    exec(body, module.__dict__)
    return module
asked = modules[name] = made(name, text)
function = asked.__dict__[f]
"""
# The bodies of functions in another module; `function` is the one of `_BODIES`. A wrapper gets the
# labels of what it wraps, as by `functools.wraps`, the import of which would take longer than all.
_ELSEWHERE_BODIES: dict[str, str] = {
    "borrowed": _BARE,
    "through": "def {f}():\n    return {o}.{n}\n",
    "wrapped": "def {f}():\n    return {m}()\n",
    "wrapped_else": "def {f}():\n    {m}()\n    return {x}\n",
}
_WRAP = """
modules[other] = made(other, elsewhere)
modules[other].__dict__.update({m: function, x: []})
wrapper = modules[other].__dict__[f]
wrapper.__module__, wrapper.__qualname__, wrapper.__wrapped__ = name, function.__qualname__, function
function = wrapper
"""
_TWISTS: dict[str, str] = {
    "unregistered": "del modules[name]\n",
    "replaced": "modules[name] = made(name, second)\n",
    "lying": "modules[other] = made(other, second)\nfunction.__module__ = other\n",
    "older": "exec(second, asked.__dict__)\n",
    "unbound": "del asked.__dict__[n]\n",
    "dynamic": "del asked.__dict__[n]\n",
    "wrapped": _WRAP,
    "wrapped_else": _WRAP,
    "through": (
        "modules[other] = made(other, elsewhere)\n"
        "modules[other].__dict__.update({o: asked, n: []})\n"
        "function = modules[other].__dict__[f]\n"
    ),
    "memo": "function()\n",
    "copied": (
        "function = types.FunctionType(function.__code__, dict(asked.__dict__), f,\n"
        "    function.__defaults__, function.__closure__)\n"
    ),
    "earlier": "asked = modules[name] = made(name, second)\n",
    "borrowed": (
        "modules[other] = made(other, 'from %s import *\\n' % name + elsewhere)\n"
        "function = modules[other].__dict__[f]\n"
    ),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """The arguments of one call of `follows_module`.

    :param names: key to a name in the module: `f` of the function, `n` the one that is asked about,
        `o` another one, `x` a class that the function defines.
    """

    kind: str
    function: RemoteObject
    module: RemoteObject
    names: Mapping[str, str]


def questions(world: World, fresh: Fresh) -> list[Question]:
    """Return questions about one function of every kind and up to two more, in random order."""
    kinds = [kind for kind in KINDS if kind != CHANGED]
    more = [fresh.pick(kinds) for _ in range(fresh.between(0, 2))]
    function = fresh.identifier()
    return [_question(world, fresh, kind, function) for kind in fresh.shuffled([*kinds, *more])]


def _question(world: World, fresh: Fresh, kind: str, function: str) -> Question:
    names = {"f": function} | {key: fresh.identifier() for key in ("n", "o", "m", "x")}
    body = _BODIES.get(kind, _BARE).format(**names)

    def text() -> str:
        return f"{names['n']} = [{fresh.integer()}]\n{names['o']} = [{fresh.integer()}]\n{body}"

    name = fresh.module_name()
    made, module = world.make_each(
        f"{_MAKE}{_TWISTS.get(kind, '')}result = function, asked",
        f"<function {function}>",
        f"<module object {name!r}>",
        name=name,
        other=fresh.module_name(),
        text=text(),
        second=text(),
        elsewhere=_ELSEWHERE_BODIES.get(kind, "").format(**names),
        spare=None,
        **names,
    )
    return Question(kind=kind, function=made, module=module, names=names)


_CHANGE = """
space = vars(module)
bound = [seen for seen in space[o] if seen is not space.get(n)]
last = space[o] = bound[-1] if bound else object()
exec(text, space)
function.__code__ = space[f].__code__
space[f] = function
def is_shared(value):
    if type(value) in (tuple, frozenset):
        return all(is_shared(item) for item in value)
    if type(value) in (int, float, complex, str, bytes):
        return True
    return any(value is one for one in [function, module, *vars(modules["builtins"]).values()])
result = repr(last)[:limit] if is_shared(last) else ""
"""
_LONGEST_CONSTANT = 40


def _text(answer: object) -> str:
    if isinstance(answer, str):
        return answer
    raise props.garbled("with a text")


def changed(world: World, asked: Question) -> tuple[Question, Deferred[str]]:
    """Change the function `keeper`, once asked about, so that it follows no more.

    It returns the object that was bound at the first time: an answer that makes a new object each
    time cannot meet it again.

    :returns: the same question, and the `repr` of that object if it is a constant or a built-in
        object, which any function may return; else "".
    """
    constant = world.run_later(
        _CHANGE,
        read=_text,
        module=asked.module,
        function=asked.function,
        text="def {f}():\n    {n}\n    return {o}\n".format(**asked.names),
        limit=_LONGEST_CONSTANT,
        **asked.names,
    )
    return replace(asked, kind=CHANGED), constant


def result_for_question(asked: Question, came: CaseResult) -> object:
    """Return the result of one call of `follows_module`, in the form that `Diagnosis` compares.

    :returns: True or False as returned; None for any other object; for an exception `PASSED_ON`,
        `RELOADED` or `RAISED`.
    """
    if came.remote is None:
        own = asked.kind == "own_error" and came.error.startswith(asked.names["x"])
        own = own or (asked.kind == "name_error" and came.raised_one_of("NameError"))
        expected = own or came.raised_one_of("LookupError", "AttributeError")
        if came.error.startswith(_NO_SPEC):
            return RELOADED
        about_the_name = asked.kind not in _UNBOUND or asked.names["n"] in came.error
        return PASSED_ON if expected and about_the_name else RAISED
    return came.value if isinstance(came.value, bool) else None


def others(wrong: Sequence[str]) -> str:
    """Return a sentence to append about the other kinds that are wrong; "" where there are none."""
    if not wrong:
        return ""
    count = len(wrong) - 1
    more = f", and {count} more {'kind' if count == 1 else 'kinds'}" if count else ""
    return f" Also wrong: one that {KINDS[wrong[-1]].deed}{more}."
