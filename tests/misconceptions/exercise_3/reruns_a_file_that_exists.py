# Wrong answer for exercise 3.
# misconception: where there is a file, the globals are what running it again produces
# rule: 1
# caught by: check 3.1, label rerun_file

import os
import runpy


def namespace_of(function):
    path = function.__code__.co_filename
    return runpy.run_path(path) if os.path.exists(path) else function.__globals__
