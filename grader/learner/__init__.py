"""What a learner has beside the grade: files to start from, watching, hints' and checks' progress.

Only the command line comes in. It knows one learner's folder, and neither a class nor a workflow.
"""
