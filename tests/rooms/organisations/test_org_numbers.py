"""Organisation numbers: nine digits of which the last one checks the others (MOD11)."""

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from stafett.organisations.models import Organisation

WEIGHTS = (3, 2, 7, 6, 5, 4, 3, 2)
BRREG, OSLO, TROMSO = "974760673", "958935420", "940101808"


def _is_accepted(number):
    field = Organisation._meta.get_field("org_number")
    try:
        field.clean(number, None)
    except ValidationError:
        return False
    return True


def _checks_out(number):
    """Multiply, add and divide by hand."""
    total = 0
    for digit, weight in zip(number, WEIGHTS, strict=False):
        total += int(digit) * weight
    rest = total % 11
    if rest == 0:
        return number[8] == "0"
    return rest != 1 and number[8] == str(11 - rest)


def _digits(count):
    return st.text("0123456789", min_size=count, max_size=count)


@given(_digits(9))
def test_nine_digits_are_judged_as_by_hand(number):
    assert _is_accepted(number) == _checks_out(number)


@given(_digits(8))
def test_one_last_digit_fits_or_none_does(number):
    fitting = [digit for digit in "0123456789" if _is_accepted(number + digit)]

    assert fitting == [digit for digit in "0123456789" if _checks_out(number + digit)]
    assert len(fitting) <= 1


@given(st.sampled_from([BRREG, OSLO, TROMSO]), st.integers(0, 8), st.integers(1, 9))
def test_one_wrong_digit_is_always_found(number, at, more):
    wrong = str((int(number[at]) + more) % 10)

    assert _is_accepted(number)
    assert not _is_accepted(number[:at] + wrong + number[at + 1 :])


@given(st.text(max_size=12).filter(lambda text: not (text.isascii() and text.isdigit())))
def test_what_is_not_digits_is_no_number(text):
    assert _is_accepted(text) == (text == "")


@pytest.mark.parametrize("number", [BRREG[:8], BRREG + "0", f" {BRREG[:8]}", "NO" + BRREG[:7]])
def test_too_few_and_too_many_are_refused(number):
    assert not _is_accepted(number)
