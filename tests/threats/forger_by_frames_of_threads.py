# class: forger
# expected: another thread is shown the frames of the first
# scores: below half
# bound: at once
# place: unwritten

@LIAR@
import threading, time
first = threading.get_ident()
def watch():
    while True:
        climb(sys._current_frames().get(first))
        time.sleep(0.0005)
threading.Thread(target=watch, daemon=True).start()
