"""One grade for people or programs to read: one module a format, told its audience.

Used by everything that shows or writes a grade. A report is a function over values of the model;
it grades nothing and asks nobody.
"""
