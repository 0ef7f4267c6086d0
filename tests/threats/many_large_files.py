# class: disk
# expected: ended for filling the disk within its total
# scores: plain
# bound: time limit
# looks: no
# plain: raise NotImplementedError
# told: filled_disk time_limit

def FUNCTION(*arguments, **named):
    number = 0
    while True:
        number += 1
        try:
            with open(f"file{number}", "wb") as file: file.write(b"x" * (1 << 20))
        except OSError: pass
