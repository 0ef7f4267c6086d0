# class: lying-value
# expected: generators and awaitables are objects, never run by the host
# scores: plain
# bound: at once
# looks: no
# plain: return object()

class Awaitable:
    def __await__(self): yield from iter(int, 1)
    def __iter__(self): return iter(int, 1)
def FUNCTION(*arguments, **named):
    return Awaitable()
