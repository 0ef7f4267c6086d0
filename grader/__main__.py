"""`python -m grader` is `grade`."""

from grader.entry import main

main()
