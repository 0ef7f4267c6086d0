# Wrong answer for exercise 2.
# misconception: what a module answers for a name is its value
# rule: 3
# caught by: check 2.8, label reader_captured

def make_reader(module, name):
    if name not in vars(module) and hasattr(module, name):
        answer = getattr(module, name)
        return lambda: answer
    return lambda: getattr(module, name)
