"""What other processes are asked to do in ``test_apart``: they find it here by its name."""

import os
import re


def tell_and_add(tell, *numbers):
    """Tell each number, and return their sum with who added them."""
    for number in numbers:
        tell(number)
    return sum(numbers), os.getpid()


def be_deaf(tell):
    """Tell who it is, and go into compiled code that would take years and hears nothing."""
    tell(os.getpid())
    re.fullmatch(r"(a+)+b", "a" * 64)


def fail(tell, says):
    raise LookupError(says)


def break_down(tell):
    tell(os.getpid())
    os.abort()


class Peculiar(Exception):
    """It cannot be made anew from what it says."""

    def __init__(self, one, other):
        super().__init__(f"{one} of its {other}")


def fail_in_a_way_of_its_own(tell):
    raise Peculiar("a way", "own")


def return_what_cannot_be_sent(tell):
    return lambda: "its own"
