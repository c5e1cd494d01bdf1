"""Components, rendered as pages render them."""

import re
from dataclasses import dataclass
from datetime import date
from itertools import count
from types import SimpleNamespace

import pytest
from django import forms
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from stafett.lib.rules import RuleWarning
from stafett.lib.waiting import Waiting
from stafett.ui.legs import LEGS

DAY = date(2026, 5, 12)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def write(tmp_path, settings):
    """Render a template's text through the whole loader chain, components and all."""
    [chain] = settings.TEMPLATES[0]["OPTIONS"]["loaders"]
    settings.TEMPLATES = [
        settings.TEMPLATES[0]
        | {
            "DIRS": [tmp_path],
            "OPTIONS": settings.TEMPLATES[0]["OPTIONS"] | {"loaders": [_with_folder(chain)]},
        }
    ]

    number = count()

    def write(source, address="/", **context):
        page = f"page-{next(number)}.html"
        (tmp_path / page).write_text("{% load ui %}" + source, encoding="utf-8")
        template = engines["django"].get_template(page)
        written = template.render(context, RequestFactory().get(address))
        assert "<c-" not in written
        return re.sub(r"[ \n]+", " ", written)

    return write


def _with_folder(chain):
    partials, [[cached, loaders]] = chain
    return (partials, [(cached, [*loaders, "django.template.loaders.filesystem.Loader"])])


class QuestionForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput)
    problem = forms.CharField(label="What is the problem?", help_text="As to a colleague.")
    note = forms.CharField(label="Note", required=False, widget=forms.Textarea)
    scope = forms.ChoiceField(
        label="Who sees it?", widget=forms.RadioSelect, choices=[("own", "Us"), ("all", "All")]
    )
    agree = forms.BooleanField(label="Tell me", required=False)


@dataclass
class PageOfRows:
    number: int
    last: int
    start_index: int = 101
    end_index: int = 200

    @property
    def paginator(self):
        return SimpleNamespace(num_pages=self.last, count=10000)


def test_a_form_carries_its_version_and_its_button(write):
    page = write('<c-form :form="form" submit="Save" />', form=QuestionForm(initial={"version": 3}))

    assert '<input type="hidden" name="version" value="3" id="id_version">' in page
    assert 'name="csrfmiddlewaretoken"' in page
    assert '<button class="ds-button" type="submit">Save</button>' in page
    assert "Not saved yet" not in page


def test_questions_say_their_help_and_what_is_optional(write):
    page = write('<c-form :form="form" submit="Save" />', form=QuestionForm())

    assert '<label class="ds-label" for="id_problem">What is the problem?</label>' in page
    assert 'id="id_problem_helptext">As to a colleague.</div>' in page
    assert 'aria-describedby="id_problem_helptext"' in page
    assert 'Note <span class="optional">(optional)</span>' in page
    assert '<legend class="ds-label">Who sees it?</legend>' in page
    assert '<label class="ds-label" for="id_agree">Tell me</label>' in page


def test_a_refused_form_keeps_the_text_and_points_to_each_answer(write):
    form = QuestionForm({"version": "3", "note": "<b>Kept</b>", "agree": "on"})
    form.add_error(None, "Somebody was first.")

    page = write('<c-form :form="form" submit="Save" />', form=form)

    assert "&lt;b&gt;Kept&lt;/b&gt;</textarea>" in page
    assert 'role="alert" tabindex="-1" autofocus' in page
    assert "<li>Somebody was first.</li>" in page
    assert '<a class="ds-link" href="#id_problem">What is the problem?</a>' in page
    assert '<a class="ds-link" href="#id_scope_0">Who sees it?</a>' in page
    assert 'aria-describedby="id_problem_helptext id_problem_error"' in page
    assert 'data-field="validation" id="id_problem_error"' in page
    assert 'aria-invalid="true"' in page


def test_a_form_lays_out_the_questions_it_is_given(write):
    page = write(
        '<c-form :form="form" submit="Save" cancel_url="/away/" data-hx-post="/x/">'
        "{{ form.note.as_field_group }}</c-form>",
        form=QuestionForm(),
    )

    assert 'name="note"' in page
    assert 'name="problem"' not in page
    assert 'data-hx-post="/x/"' in page
    assert 'href="/away/">Cancel</a>' in page


def test_the_next_step_says_who_has_the_baton(write):
    page = write('<c-next-step who="Kari" :since="day">Answer.</c-next-step>', day=DAY)

    assert "Kari" in page
    assert "since 12\u00a0May\u00a02026" in page
    assert "<a " not in page


def test_the_next_step_offers_one_button(write):
    page = write('<c-next-step url="/go/" label="Answer">Somebody asks.</c-next-step>')

    assert '<a class="ds-button" href="/go/">Answer</a>' in page


@pytest.mark.parametrize("key", LEGS)
def test_a_leg_is_always_said_in_words(write, key):
    word = str(LEGS[key].word)

    assert f'data-leg="{key}">{word}</span>' in write('<c-tag :leg="key" />', key=key)
    assert f"Leg {LEGS[key].place} of 8: {word}" in write('<c-track :leg="key" />', key=key)


def test_the_track_shows_what_is_run_and_what_is_left(write):
    page = write('<c-track leg="solution" />')

    assert page.count('data-side="done"') == 2
    assert page.count('data-side="here"') == 1
    assert page.count('data-side="open"') == 5


def test_a_scope_is_named(write):
    assert "Everybody" in write('<c-scope scope="public" />')
    assert "Nordfjord" in write('<c-scope scope="region" name="Nordfjord" />')


def test_a_warning_says_its_rule_and_what_to_do(write):
    warning = RuleWarning(rule="R02", says="The text names a product.", do="Tell the problem.")

    page = write('<c-warning :warning="warning" />', warning=warning)

    assert "/hjelp/regler/#R02" in page
    assert "Rule R02</a></strong> The text names a product." in page
    assert "Tell the problem." in page


def test_what_waits_says_why_and_by_when(write):
    item = Waiting("Answer <Siri>", "She waits.", "/go/", "Answer", DAY, date(2026, 6, 1))

    page = write('<c-waiting :item="item" />', item=item)

    assert "Answer &lt;Siri&gt;" in page
    assert "By 1\u00a0June\u00a02026" in page
    assert 'href="/go/">Answer<span class="sr-only">: Answer &lt;Siri&gt;</span></a>' in page


def test_a_need_in_a_list_is_one_link(write):
    page = write(
        '<c-need url="/1/" :title="title" organisation="Fjordvik" :when="day" :same="3" />',
        title="Keys & locks",
        day=DAY,
    )

    assert '<a href="/1/">Keys &amp; locks</a>' in page
    assert "3 others have it too" in page
    assert '<time datetime="2026-05-12">12\u00a0May\u00a02026</time>' in page


def test_what_a_user_wrote_keeps_its_lines_and_is_shown_as_text(write):
    page = write('<c-quote lang="nn">{{ text }}</c-quote>', text="Ein\n\nto <script>")

    assert '<blockquote lang="nn"><p>Ein</p> <p>to &lt;script&gt;</p></blockquote>' in page


def test_the_pager_keeps_the_search_and_says_what_is_shown(write):
    page = write(
        '<c-pager :page="page" />', address="/?q=n%C3%B8kler&side=2", page=PageOfRows(2, last=100)
    )

    assert "Rows 101\u2013200 of 10\u202f000" in page
    assert 'rel="prev" href="?q=n%C3%B8kler&amp;side=1"' in page
    assert 'rel="next" href="?q=n%C3%B8kler&amp;side=3"' in page
    assert 'aria-current="page" href="?q=n%C3%B8kler&amp;side=2"' in page
    assert 'href="?q=n%C3%B8kler&amp;side=100"' in page
    assert page.count('class="pager-gap"') == 1


def test_one_page_needs_no_pager(write):
    page = write('<c-pager :page="page" />', page=PageOfRows(1, last=1))

    assert "<nav" not in page
    assert "Rows" in page


def test_a_figure_leads_to_how_it_is_calculated(write):
    page = write('<c-how to="rollup-ends" /> <c-how to="cashflow-rates">The rate</c-how>')

    assert 'href="/slik-regner-vi/#rollup-ends">How we calculate this</a>' in page
    assert 'href="/slik-regner-vi/#cashflow-rates">The rate</a>' in page
