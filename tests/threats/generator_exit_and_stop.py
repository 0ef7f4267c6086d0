# class: exception
# expected: exceptions that steer Python's own loops are like any other
# scores: plain
# bound: at once
# looks: no
# plain: raise BaseException

def FUNCTION(*arguments, **named):
    raise (StopIteration, GeneratorExit, StopAsyncIteration, KeyboardInterrupt)[len(arguments) % 4]
