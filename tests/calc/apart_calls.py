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
