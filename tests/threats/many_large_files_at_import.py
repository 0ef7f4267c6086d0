# class: disk
# expected: ended for filling the disk while loading
# scores: nothing
# bound: time limit
# looks: no
# told: load_disk load_endless load_error

number = 0
while True:
    number += 1
    with open(f"file{number}", "wb") as file: file.write(b"x" * (1 << 20))
