"""The grades of a class, and what an instructor does with them.

`grader.batch` writes its rows; the command line does the rest. It grades nothing.
"""
