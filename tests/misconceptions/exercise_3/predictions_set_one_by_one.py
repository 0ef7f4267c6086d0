# Wrong answer for exercise 3.
# misconception: a dictionary that is filled in below its display is the same as one that is written out
# rule: 1
# caught by: check 3.8, label predictions_not_literal

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
PREDICTIONS["file_edited"] = "old"
PREDICTIONS["file_deleted"] = "old"
PREDICTIONS["rebound"] = "new"
PREDICTIONS["copied_out"] = "old"
PREDICTIONS["reloaded"] = "new"
PREDICTIONS["forgotten"] = "old"
PREDICTIONS["name_removed"] = "error"
PREDICTIONS["run_as_script"] = "old"
PREDICTIONS["left_out_of_all"] = "old"
