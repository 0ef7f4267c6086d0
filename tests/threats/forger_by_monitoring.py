# class: forger
# expected: a tool of sys.monitoring is called in every function that starts
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
if hasattr(sys, "monitoring"):
    tool = sys.monitoring
    tool.use_tool_id(3, "forger")
    tool.register_callback(3, tool.events.PY_START, lambda *_: climb(sys._getframe(1)))
    tool.set_events(3, tool.events.PY_START)
