"""Commands for authors and for handing the kit out: verify, new, export, collect."""
