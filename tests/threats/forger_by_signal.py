# class: forger
# expected: a signal handler is given the frame in which it came
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
import signal
signal.signal(signal.SIGALRM, lambda number, frame: climb(frame))
TRICKS.append(lambda *_: signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005))
signal.setitimer(signal.ITIMER_REAL, 0.0005, 0.0005)
