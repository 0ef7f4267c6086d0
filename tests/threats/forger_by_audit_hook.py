# class: forger
# expected: an audit hook is called in the frame of the event
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
sys.addaudithook(lambda event, _: event in ("exec", "compile", "import", "open", "sys.settrace") and climb(sys._getframe(1)))
