# Wrong answer for exercise 2.
# misconception: a function sees the globals of the time when it was made
# rule: none
# caught by: check 2.8, label readers_share

def make_reader(module, name):
    global reader_module, reader_name
    reader_module, reader_name = module, name

    def read():
        return getattr(reader_module, reader_name)

    return read
