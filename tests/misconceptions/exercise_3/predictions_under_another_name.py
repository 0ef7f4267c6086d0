# Wrong answer for exercise 3.
# misconception: (no misconception) the dictionary has a name of its own
# rule: none
# blocks: check 3.8, label none
# without: PREDICTIONS

MY_PREDICTIONS = {
    "file_edited": "old",
    "file_deleted": "old",
    "rebound": "new",
    "copied_out": "old",
    "reloaded": "new",
    "forgotten": "old",
    "name_removed": "error",
    "run_as_script": "old",
    "left_out_of_all": "old",
}
