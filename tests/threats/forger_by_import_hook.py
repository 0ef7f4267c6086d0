# class: forger
# expected: an import of a prop's asks a finder of the file's
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
class Finder:
    def find_spec(self, *_):
        climb(sys._getframe(1))
sys.meta_path.insert(0, Finder())
for name in ("types", "_weakref"): sys.modules.pop(name, None)
