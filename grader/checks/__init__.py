"""The course: the only place that knows what is taught.

Its review rules (`rules`), and a folder for each exercise with its hidden checks, mirrored by
name with `exercises/`. A check imports from `grader.exam`, `rules` and its neighbours here; the
engine finds everything through `grader.course`.
"""
