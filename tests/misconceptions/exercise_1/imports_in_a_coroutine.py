# Wrong answer for exercise 1.
# misconception: an async function gives its result to whoever calls it
# rule: none
# caught by: check 1.4, label not_run

async def import_back(name):
    return importlib.import_module(name)
