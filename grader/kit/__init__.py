"""The commands `grade kit`: tools for authors of exercises and for distributors of the kit.

- A proof that the content is sound: `verify`, with `structure` (what can be seen without grading),
  `wrong_answer` (the corpus of mistakes), `signatures` (the findings that it shows), `mutations` (of
  the solutions) and `page` (the report).
- `rule_coverage`: which checks teach each review rule.
- `scaffold`: the files of a new exercise.
- `export` and `bundles`: the students' repository, and what other systems run.
- `template`: fills the texts that these three write.
- `collect`: fetches the repositories of a class.

Only `grader.cli` imports this package. It knows no exercise, check or rule by name: it finds them
through `grader.course`, and stubs, solutions and answers by their place in a `checkout`. What proves
and scaffolds needs a checkout; what exports and collects works from an installed kit too, but for
the building of a wheel.
"""
