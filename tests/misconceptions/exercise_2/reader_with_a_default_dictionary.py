# Wrong answer for exercise 2.
# misconception: a default argument is made anew for each call
# rule: none
# caught by: check 2.8, label readers_share

def make_reader(module, name, kept={}):
    kept["name"] = name

    def read():
        return getattr(module, kept["name"])

    return read
