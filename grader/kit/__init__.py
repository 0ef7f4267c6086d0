"""For authors: prove that the content is sound, and scaffold a new exercise.

These rooms read a checkout: stubs, solutions and the corpus of answers lie beside
the package there, and not in what is installed.
"""
