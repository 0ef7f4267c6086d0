# class: ipc
# expected: no shared memory, queue or semaphore outlives a guest
# scores: full
# bound: at once
# plain: return RIGHT(*arguments, **named)

import multiprocessing.shared_memory as memory
try: print(memory.SharedMemory(name="threat-memory", create=True, size=4096))
except Exception as error: print(type(error).__name__)
try:
    import multiprocessing; multiprocessing.Lock()
except Exception as error: print(type(error).__name__)
def FUNCTION(*arguments, **named):
    return RIGHT(*arguments, **named)
