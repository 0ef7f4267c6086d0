# Wrong answer for exercise 2.
# misconception: calling an async function gives its result
# rule: none
# caught by: check 2.8, label not_run


def make_reader(module, name):
    async def read():
        return getattr(module, name)

    return read
