"""Layouts of a class on disk: how folders and archives become students and their files.

`read_class` is the entry point. It writes nothing and runs nothing, and has a result for every
student, whatever they handed in. It knows nothing of gradebooks and grading.
"""

from grader.batch.layouts.class_reader import read_class
from grader.batch.layouts.known_layouts import LAYOUTS
from grader.batch.layouts.model import ChosenFile, ClassFiles, StudentFiles

__all__ = ["LAYOUTS", "ChosenFile", "ClassFiles", "StudentFiles", "read_class"]
