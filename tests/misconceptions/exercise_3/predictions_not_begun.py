# Wrong answer for exercise 3.
# misconception: (no misconception) nothing is predicted yet
# rule: none
# blocks: check 3.8, label not_started

PREDICTIONS: dict[str, str | None] = {
    "file_edited": None,
    "file_deleted": None,
    "rebound": None,
    "copied_out": None,
    "reloaded": None,
    "forgotten": None,
    "name_removed": None,
    "run_as_script": None,
    "left_out_of_all": None,
}
