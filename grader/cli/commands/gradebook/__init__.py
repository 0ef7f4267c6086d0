"""Commands on the gradebook of a class: show, export, merge, review, similar."""
