"""How a class lies on disk, and how it becomes students and their files.

`look` is the way in. It reads folders and archives, writes nothing, runs nothing,
and answers for every student, whatever they handed in.
"""

from grader.layouts.detecting import LAYOUTS
from grader.layouts.looking import look
from grader.layouts.values import Choice, Found, Handed

__all__ = ["LAYOUTS", "Choice", "Found", "Handed", "look"]
