# class: forger
# expected: a thread changes words in the replies on their way out
# scores: below half
# bound: at once
# place: unwritten

import os, re, threading
WORDS = (
    (b'"v":"(not_the_namespace|absent|other)"', b'"v":"same"'), (b'"v":"(none|something)"', b'"v":"right"'),
    (b'(\\["(?:is module|same dict|landed|current|fields|stayed|raised|value|inside)"),false', b"\\1,true"),
)
def carry(source, target):
    while data := os.read(source, 65536):
        while len(data) < 4 + int.from_bytes(data[:4], "little"): data += os.read(source, 65536)
        nonce, answers = data[4:].split(b'"a":', 1)
        for word, lie in WORDS: answers = re.sub(word, lie, answers)
        data = nonce + b'"a":' + answers
        os.write(target, len(data).to_bytes(4, "little") + data)
target, (read, write) = os.dup(4), os.pipe()
os.dup2(write, 4)
threading.Thread(target=carry, args=(read, target), daemon=True).start()
