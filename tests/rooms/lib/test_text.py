"""Texts as people search for them, and as forms keep them: laws for any text."""

import unicodedata

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from stafett.lib.inputs import DIRECTION_MARKS, can_be_shown, clean_text
from stafett.lib.text import folded

# Any text, and texts made of signs that are known to make trouble.
TROUBLE = "aZøÆåß№ℌǿĲſİıᾳΣς\u0301\u0328\u0345\u00ad\u200b\u202e\u2066\r\n\t \x00\x1f\ufb2cﬁ🏔"
texts = st.text() | st.text(TROUBLE)


# --- folded -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Kárášjohka", "karasjohka"),
        ("Ærfugl på Sørøya", "aerfugl pa soroya"),
        ("ÆRFUGL PÅ SØRØYA", "aerfugl pa soroya"),
        ("Deatnu Tana", "deatnu tana"),
        ("Guovdageaidnu, Ŋ og ŋ, Ŧ og ŧ, Đ og đ", "guovdageaidnu, n og n, t og t, d og d"),
        ("A\u030as og Ås", "as og as"),
        ("Strasse, Straße, STRASSE", "strasse, strasse, strasse"),
        ("hjemme\u00adtjeneste\u200b", "hjemmetjeneste"),
        ("№ 7", "no 7"),
        ("ǿ", "o"),
        ("", ""),
    ],
)
def test_folded_is_how_people_search(text, plain):
    assert folded(text) == plain


@given(texts)
def test_folded_once_is_folded_for_good(text):
    assert folded(folded(text)) == folded(text)


@given(texts)
@pytest.mark.parametrize("change", [str.upper, str.lower, str.casefold, str.swapcase, str.title])
def test_folded_knows_no_case(change, text):
    # A lone mark that has no capital of its own follows the letter before it.
    assume("\u0345" not in unicodedata.normalize("NFD", text))
    assert folded(change(text)) == folded(text)


@given(texts)
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_folded_knows_one_spelling_of_a_letter(form, text):
    assume("\u0345" not in unicodedata.normalize("NFD", text))
    assert folded(unicodedata.normalize(form, text)) == folded(text)


@given(texts, texts, texts)
def test_what_stands_in_a_text_is_found_in_it(before, text, after):
    assert folded(text) in folded(f"{before} {text} {after}")


# --- clean --------------------------------------------------------------------------------------


@given(texts)
@example("a\u202e\u0301")
def test_clean_once_is_clean_for_good(text):
    assert clean_text(clean_text(text)) == clean_text(text)


@given(texts)
def test_a_clean_text_has_one_form(text):
    clean = clean_text(text)

    assert unicodedata.is_normalized("NFC", clean)
    assert clean == clean.strip()
    assert not any(ord(sign) in DIRECTION_MARKS or sign == "\r" for sign in clean)


@given(st.lists(st.text("aæ ,.")))
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_in_one_way_whoever_wrote_them(end, lines):
    assert clean_text(end.join(lines)) == clean_text("\n".join(lines))


@given(texts)
def test_nothing_that_can_be_read_is_lost(text):
    kept = [sign for sign in unicodedata.normalize("NFC", clean_text(text)) if sign.isalnum()]
    wrote = unicodedata.normalize("NFC", text.translate(DIRECTION_MARKS))

    assert kept == [sign for sign in wrote if sign.isalnum()]


@pytest.mark.parametrize("text", ["", " ", "\u200b", "\u202e\u202c", "\ufeff \t\r\n", "\u0301"])
def test_what_cannot_be_seen_is_no_text(text):
    assert clean_text(text) == ""


@pytest.mark.parametrize("text", ["–", "7", "🏔", "«»", "=", "क्", "ŋ"])
def test_what_can_be_seen_is_a_text(text):
    assert clean_text(f" {text}\u202e ") == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [("to\nlinjer\tog en", True), ("lyd\x07", False), ("\x00", False), ("\x9f", False)],
)
def test_control_characters_cannot_be_shown(text, shown):
    assert can_be_shown(text) is shown
