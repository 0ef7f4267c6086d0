# Wrong answer for exercise 1.
# misconception: a module needs a .py file to exist
# rule: 1
# caught by: check 1.1, label wrote_a_file

from pathlib import Path
import types


def build_and_register(name, values):
    if name in sys.modules:
        raise ValueError(name)
    Path(f"{name}.py").write_text("# so that import can find it\n", encoding="utf-8")
    module = types.ModuleType(name)
    module.__dict__.update(values)
    sys.modules[name] = module
    return module
