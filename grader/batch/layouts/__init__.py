"""How a class lies on disk, and how it becomes students and their files.

`read_class` is the way in. It reads folders and archives, writes nothing, runs nothing,
and answers for every student, whatever they handed in.
"""

from grader.batch.layouts.class_reader import read_class
from grader.batch.layouts.known_layouts import LAYOUTS
from grader.batch.layouts.model import ChosenFile, ClassFiles, StudentFiles

__all__ = ["LAYOUTS", "ChosenFile", "ClassFiles", "StudentFiles", "read_class"]
