"""A class is graded: from folders and archives to the rows of a gradebook.

Only the command line comes in. It writes rows and never reads what a person added to them.
"""
