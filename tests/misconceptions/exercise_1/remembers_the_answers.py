# Wrong answer for exercise 1.
# misconception: the same question has the same answer
# rule: 2
# caught by: check 1.6, label remembers_earlier_calls

import functools


@functools.cache
def same_module(first, second):
    return first is second
