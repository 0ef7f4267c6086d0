"""The five review rules, with the numbers and in the order of the course page.

A rule is a question that a reviewer asks of code that touches modules. A check cites the rule that
it teaches, a finding the rule that the observed mistake breaks; reports print number and title.

The idea and the order come from the course page *Modules as Runtime Objects*;
the wording is ours.
"""

from __future__ import annotations

from grader.model import Rule

OBJECT_NOT_FILE = Rule(
    number=1,
    key="object_not_file",
    title="Keep the module object and the file it came from apart.",
    why=(
        "A file is text on a disk; a module is an object in this process. The object can exist "
        "without a file, outlive one, or be one of several made from the same file."
    ),
    advice=(
        "When someone says “the module changed”, ask which one is meant: the text that would be "
        "read next time, or the object that running code refers to now."
    ),
    example="""\
import types

weather = types.ModuleType("weather")   # an object, and no file
weather.city = "Oslo"
print(weather.__dict__["city"])         # Oslo
""",
)

CHECK_THE_CACHE = Rule(
    number=2,
    key="check_the_cache",
    title="Look at what sys.modules holds before arguing about reloads or singletons.",
    why=(
        "sys.modules maps a name to whichever object import will hand out for it. “There is only "
        "one” and “it is loaded already” are claims about that dictionary, and it can be read."
    ),
    advice=(
        "Look the name up and compare with `is`. A matching `__name__`, equal contents or the "
        "same file do not make two objects one."
    ),
    example="""\
import sys, json

print(sys.modules["json"] is json)      # True: it came from there
sys.modules["alias"] = json             # a second key, one object
""",
)

REACH_THROUGH_MODULE = Rule(
    number=3,
    key="reach_through_module",
    title="Where code may be reloaded, reach names through the module, not through a copy.",
    why=(
        "`from settings import LIMIT` binds a second name to the object that LIMIT refers to at "
        "that moment (a lazy import: at its first use). A reload rebinds the module's own name; "
        "nothing tells the second one."
    ),
    advice=(
        "Keep the module and read the attribute at the moment of use. Treat a default argument, a "
        "closure or a from-import as a photograph of a value."
    ),
    example="""\
import settings
from settings import LIMIT

def allowed(n):
    return n <= settings.LIMIT          # now; LIMIT is a photograph
""",
)

IMPORT_TIME_IS_RUN_TIME = Rule(
    number=4,
    key="import_time_is_run_time",
    title="Treat import time as run time: real statements run, with real effects.",
    why=(
        "Importing or reloading executes the top level of a module, statement by statement. It "
        "can write, register, count or fail half-way, and what has run stays done."
    ),
    advice=(
        "Ask of every top-level statement what happens if it runs twice, and what is left behind "
        "if the next one raises."
    ),
    example="""\
HANDLERS = []                           # runs at import and reload
HANDLERS.append(open)                   # so does this
raise RuntimeError("late")              # HANDLERS is bound by now
""",
)

GLOBALS_ARE_A_NAMESPACE = Rule(
    number=5,
    key="globals_are_a_namespace",
    title="A function's globals are one live module namespace, not a copy of it.",
    why=(
        "`def` stores a reference to the dictionary of the module that is running. Each call looks "
        "global names up there, at that moment, whatever has become of the file or the name."
    ),
    advice=(
        "To know what a function will see, ask which dictionary its `__globals__` is and what that "
        "holds now, not what the source says."
    ),
    example="""\
import types

shop = types.ModuleType("shop")
exec("def price(): return TAX", shop.__dict__)
shop.TAX = 7
print(shop.price(), shop.price.__globals__ is shop.__dict__)    # 7 True
""",
)

RULES: tuple[Rule, ...] = (
    OBJECT_NOT_FILE,
    CHECK_THE_CACHE,
    REACH_THROUGH_MODULE,
    IMPORT_TIME_IS_RUN_TIME,
    GLOBALS_ARE_A_NAMESPACE,
)
