# alternative: the dictionary by way of `vars`, a bound method for the item, identity by id
def own_names(instance):
    names = [name for name in vars(instance)]
    names.sort()
    return names


def set_own(instance, name, value):
    vars(instance).update({name: value})


def shares_state(first, second):
    return id(vars(first)) == id(vars(second))
