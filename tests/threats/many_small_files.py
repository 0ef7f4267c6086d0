# class: disk
# expected: ended for filling the disk; all of it is removed
# scores: plain
# bound: time limit
# looks: no
# plain: raise NotImplementedError
# told: filled_disk time_limit

def FUNCTION(*arguments, **named):
    number = 0
    while True:
        number += 1
        with open(f"file{number}", "w") as file: file.write("x")
