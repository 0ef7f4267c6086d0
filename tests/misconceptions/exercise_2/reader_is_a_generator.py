# Wrong answer for exercise 2.
# misconception: something that can be asked again and again can be called
# rule: none
# caught by: check 2.8, label not_run


def make_reader(module, name):
    while True:
        yield getattr(module, name)
