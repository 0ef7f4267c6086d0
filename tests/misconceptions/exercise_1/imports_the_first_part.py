# Wrong answer for exercise 1.
# misconception: importing a package brings everything below it, so the package is the answer
# rule: 2
# caught by: check 1.4, label top_package


def import_back(name):
    return importlib.import_module(name.partition(".")[0])
