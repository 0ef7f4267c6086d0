"""The program that runs beside a learner's code, in an interpreter of its own.

`serve` answers requests and has the wire format of messages, `codec` that of values, `seal` confines the
process and `compiler` compiles the learner's file.

`grader.sandbox.launch` sends these files as text, by name and in order, all but this one.
They may import only the standard library, and of that only modules that a bare interpreter
has loaded anyway. The host imports the wire format from here (`grader.guest.serve`), and no more.
The program must know no check, no expected value and no path of the kit.
"""
