"""Reports: one grade as text for people or programs, a module for each format.

Used by everything that shows or writes a grade. A report is a function over values of the model
and, where it matters, an audience; it grades nothing and knows no class.
"""
