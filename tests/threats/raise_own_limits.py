# class: process
# expected: limits can be read and not raised
# scores: full
# bound: at once
# plain: return RIGHT(*arguments, **named)

import resource
for name in ("RLIMIT_AS", "RLIMIT_CPU", "RLIMIT_FSIZE", "RLIMIT_NOFILE", "RLIMIT_CORE"):
    try: resource.setrlimit(getattr(resource, name), (-1, -1)); print("RAISED", name)
    except (ValueError, OSError): pass
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
