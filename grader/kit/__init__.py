"""For authors: prove that the content is sound, scaffold an exercise, hand the kit out, collect.

What proves and scaffolds reads a checkout: stubs, solutions and the corpus of answers lie
beside the package there, and not in what is installed. What hands out and collects works from
an installed kit too, unless it has to build the wheel.
"""
