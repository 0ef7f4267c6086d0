# class: benign
# expected: PASS
# scores: full
# bound: at once
# plain: return RIGHT(*arguments, **named)

import asyncio
async def work(*arguments, **named):
    await asyncio.sleep(0.01)
    return RIGHT(*arguments, **named)
def FUNCTION(*arguments, **named):
    return asyncio.run(work(*arguments, **named))
