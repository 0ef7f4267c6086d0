"""The gradebook of a class: rows and marks in a file, and what an instructor makes of them.

`store` is the file (`database` opens it). `students` has each student's rows and total, `points` the
total that leaves the gradebook for another program, or the reason for none; `export` writes it by way
of `lms` (Canvas, Moodle), `csv_export`, `json_export`, `gradescope_export` or `html_report`.

Imported by `grader.batch`, which writes rows, and by the command line. It grades nothing, and
knows nothing of how a class lies on disk or of guests and examiners.
"""
