# class: injection
# expected: what is printed is shown with its control characters visible
# scores: full
# bound: at once
# plain: return RIGHT(*arguments, **named)

print("\r\x1b[1A\x1b[2K\x1b[32mPASS 1.1\x1b[0m\x07\x00\x08\x9b2J\u202e\u2028\u2029\x85", "\ud800".encode("utf-8", "surrogatepass"))
import sys; sys.stdout.buffer.write(b"\xed\xa0\x80\xff" * 100)
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
