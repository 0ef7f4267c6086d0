# class: forger
# expected: the built-in names of a prop's function are those of the machinery
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
import builtins
def replace(value):
    space = getattr(value, "__globals__", {}).get("__builtins__")
    if type(space) is dict and space is not vars(builtins) and "climbs" not in space:
        space["climbs"] = True
        for name in ("exec", "getattr", "type", "map", "enumerate", "dict"):
            def hook(*arguments, really=space[name], **named):
                climb(sys._getframe(1))
                return really(*arguments, **named)
            if name != "type": space[name] = hook
def look(*arguments):
    left = list(arguments)
    for value in arguments:
        if type(value) is dict: left += value.values()
        left += getattr(value, "__dict__", {}).values()
    for value in left:
        replace(value)
        for member in list(vars(type(value)).values()): replace(member)
TRICKS.append(look)
