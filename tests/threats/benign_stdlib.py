# class: benign
# expected: PASS
# scores: full
# bound: at once
# plain: return RIGHT(*arguments, **named)

import collections, dataclasses, datetime, decimal, enum, fractions, functools, heapq, itertools, json, math, operator, random, re, statistics, string, textwrap, typing, unicodedata, zoneinfo, hashlib, csv, io, pathlib, tempfile, logging, threading, queue, time, copy, bisect, abc, contextlib, asyncio
@dataclasses.dataclass
class P:
    x: int = 0
print(P(3), json.dumps({"a": 1}), datetime.datetime.now(zoneinfo.ZoneInfo("Europe/Berlin")).year > 2000, random.random() < 1, hashlib.sha256(b"x").hexdigest()[:4])
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
