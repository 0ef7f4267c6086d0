"""Start and confinement of guests: interpreters, protections, limits, scratch folders.

`launch` starts a guest's process, `confinement` prepares its protections (`landlock`, `seccomp`,
`windows_jobs`). How long a check may take is no matter of this package: see `grader.model.Limits`.

Imported by `grader.channel`, `grader.examiner`, `grader.host` and whatever starts workers or
chooses the guest's Python. It must not know checks, exercises or the requests sent to a guest.
"""
