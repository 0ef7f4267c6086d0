# class: forger
# expected: the trace function of a call knows the machinery: its self, its closure, its global names
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
def look(*_):
    seen, left = set(), [sys.gettrace(), sys._getframe(1).f_trace]
    while left:
        found = left.pop()
        if found is None or id(found) in seen: continue
        seen.add(id(found))
        kind = found if isinstance(found, type) else type(found)
        if hasattr(kind, "run") and hasattr(kind, "load"): return install(kind)
        left.append(getattr(found, "__self__", None))
        left += [cell.cell_contents for cell in getattr(found, "__closure__", None) or ()]
        left += getattr(found, "__globals__", {}).values()
TRICKS.append(look)
