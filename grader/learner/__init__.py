"""The learner's commands beyond one grade: starting files, watching, kept progress.

Only the command line comes in. It knows one learner's folder, and neither a class nor a workflow.
"""
