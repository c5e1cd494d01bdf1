"""Forms: texts are cleaned before they are measured, and a no stands where it belongs."""

from datetime import UTC, datetime

import pytest
from django import forms
from django.http import QueryDict
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from stafett.lib import Refused, SomebodyWasFirst
from stafett.lib.inputs import TOO_LONG, VersionedForm


class Note(VersionedForm):
    """A form of the kinds of fields that rooms have."""

    title = forms.CharField(max_length=10)
    note = forms.CharField(max_length=20, required=False)
    kind = forms.ChoiceField(choices=[("a", "A")])


def note(**told):
    data = QueryDict(mutable=True)
    data.update({"version": "1", "title": "Tittel", "kind": "a", **told})
    return Note(data)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def test_what_is_kept_is_clean():
    form = note(title=" A\u030as\u202e ", note="en\r\nto\rtre")

    assert form.is_valid()
    assert (form.cleaned_data["title"], form.cleaned_data["note"]) == ("Ås", "en\nto\ntre")


@pytest.mark.parametrize("title", ["\u202e", "\u200b\u200d", " \ufeff", "\u0301"])
def test_a_required_text_that_nobody_can_see_is_missing(title):
    assert note(title=title).errors["title"] == ["This field is required."]


def test_a_text_is_as_long_as_what_is_kept_of_it():
    assert note(note="\r\n".join(["12345678"] * 2) + " " * 50).is_valid()
    # One sign that is kept as three.
    assert "at most 10" in note(title="\ufb2c" * 9).errors["title"][0]


def test_a_text_far_too_long_is_refused_as_it_is():
    form = note(title="é" * (TOO_LONG + 1))

    assert "at most 10" in form.errors["title"][0]
    assert form["title"].value() == "é" * (TOO_LONG + 1)


@pytest.mark.parametrize("sign", ["\x00", "\x07", "\x1b", "\x7f", "\x85"])
def test_signs_that_cannot_be_shown_are_refused_at_their_field(sign):
    form = note(title=f"a{sign}b")

    assert list(form.errors) == ["title"]
    assert form["title"].value() == f"a{sign}b"


def test_choices_and_numbers_are_left_as_they_were_sent():
    form = note(kind="\u202ea", version="\u202e1")

    assert set(form.errors) == {"kind", "version"}


def test_a_page_that_is_only_looked_at_says_nothing():
    form = Note(initial={"title": "\u202eÅs"})

    assert not form.is_bound
    assert not form.errors


@given(st.dictionaries(st.sampled_from(["title", "note", "kind", "version", "more"]), st.text()))
def test_any_text_in_any_field_is_taken_or_refused_in_words(told):
    form = Note(told)

    assert form.is_valid() or all(str(error) for errors in form.errors.values() for error in errors)


# --- a rule says no -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "place"), [("title", "title"), (None, "__all__"), ("elsewhere", "__all__")]
)
def test_a_no_stands_at_its_field_or_at_the_top(field, place):
    form = note()
    form.refuse(Refused("Not like this.", field=field))

    assert form.errors == {place: ["Not like this."]}


def test_a_no_may_hold_any_sign():
    form = note()
    form.refuse(Refused("100 % %(sure)s {of} it"))

    assert form.errors["__all__"] == ["100 % %(sure)s {of} it"]


def test_the_second_is_told_who_was_first_and_may_save_again():
    form = note(title="Min tekst", version="1")
    at = datetime(2026, 1, 2, 11, 5, tzinfo=UTC)
    form.refuse(SomebodyWasFirst(name="Anne Vik", at=at, version=4))

    assert form.was_second
    [line] = form.errors["__all__"]
    assert line.startswith("Anne Vik changed this at 12:05, while you were writing.")
    assert (form["title"].value(), form["version"].value()) == ("Min tekst", "4")
    assert 'value="4"' in str(form["version"])
