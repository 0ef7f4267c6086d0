"""A class graded in one run: what there is to do, where it is done, and the rows that come of it.

    found -> planning.plan -> running.run(plan, hall, gradebook) -> rows

A *hall* is where examiners work: threads of this process, or a cluster's workers.
Either way a batch of submissions goes in as bytes and its reports come out as JSON.
"""
