# Wrong answer for exercise 2.
# misconception: a text that mentions the name rebinds it
# rule: 3
# caught by: check 2.7, label stale_by_text


def compare_after_reload(module, name, source):
    copied = getattr(module, name)
    simulate_reload(module, source)
    mentioned = name in compile(source, "<reload>", "exec").co_names
    return Comparison(copied, getattr(module, name), mentioned)
