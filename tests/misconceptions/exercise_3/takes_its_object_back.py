# Wrong answer for exercise 3.
# misconception: the name is bound to my object after the call
# rule: 5
# caught by: check 3.6, label clean_up_expects_the_name

def follows_module(function, module, name):
    namespace = vars(module)
    saved = [namespace[name]] if name in namespace else []
    namespace[name] = probe = object()
    try:
        follows = function() is probe
    except Exception:
        follows = False
    removed = namespace.pop(name)
    del removed
    if saved:
        namespace[name] = saved[0]
    return follows
