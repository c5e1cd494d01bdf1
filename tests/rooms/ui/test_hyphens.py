"""Long words are divided as people divide them; short ones are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stafett.ui.hyphens import SOFT, with_soft_hyphens

DIVIDED = {
    "Medisindispenserne hjemme": "Medi-sin-dis-pen-serne hjemme",
    "parkeringstillatelse": "parke-rings-til-la-telse",
    "sykehustjenestene": "syke-hus-tje-nes-tene",
    "Nye alarmer i garasjen": "Nye alarmer i garasjen",
    "2026202620262026": "2026202620262026",
}


@pytest.mark.parametrize(("text", "divided"), DIVIDED.items())
def test_a_long_word_may_be_divided_before_one_consonant(text, divided):
    assert with_soft_hyphens(text).replace(SOFT, "-") == divided


@given(st.text())
def test_nothing_else_is_changed(text):
    assert with_soft_hyphens(text).replace(SOFT, "") == text.replace(SOFT, "")
