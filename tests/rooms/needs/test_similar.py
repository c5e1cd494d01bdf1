"""Needs that resemble a text: the best of those one may see, whatever is hidden."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stafett.calc.similarity import Corpus
from stafett.lib import Acting
from stafett.needs import queries, similar
from stafett.needs.models import Need
from tests.factories import NeedFactory, OrganisationFactory
from tests.pages import Page, Reader
from tests.rooms.needs.telling import TOLD, path

ABOUT = "Vi kjører ut medisin åtte ganger om dagen til 140 hjem i hele kommunen"


def test_a_better_one_that_is_hidden_takes_no_place(kari):
    """Some hundred others match word for word; those that may be seen match a little less."""
    hidden = OrganisationFactory()
    Need.objects.bulk_create(
        NeedFactory.build(
            organisation=hidden, title=ABOUT, problem=ABOUT, affected_group=ABOUT, search_text="x"
        )
        for _ in range(similar.BATCH + 50)
    )
    seen = [
        NeedFactory(
            organisation=kari.home, title=f"{ABOUT}, {more}", problem=ABOUT, affected_group=ABOUT
        )
        for more in ("også i helgene", "og kvelden", "unntatt søndager")
    ]
    asked = dict.fromkeys(("title", "problem", "affected_group"), ABOUT)

    found = Reader(kari).sends("/behov/lignende/", asked).needs

    assert set(found) == {need.title for need in seen}


WORDS = "medisin kjøres bussen elever faktura tastes hånd kjøkken mat varm brøyting vei".split()
texts = st.lists(st.sampled_from(WORDS), min_size=3, max_size=9).map(" ".join)


def _longhand(told, asked):
    """Rank by hand what may be seen, as if nothing else were there to be left out."""
    scores = Corpus([text for text, _ in told], ["nb"] * len(told)).scores(asked).tolist()
    seen = {place: scores[place] for place, (_, public) in enumerate(told) if public}
    best = max(seen.values(), default=0)
    near = [
        place
        for place, score in seen.items()
        if score > similar.LEAST and score >= best * similar.SHARE_OF_BEST
    ]
    return sorted(near, key=lambda place: (-seen[place], place))[:5]


@pytest.fixture
def small_batches(siri, monkeypatch):
    monkeypatch.setattr(similar, "BATCH", 3)
    return siri.home


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(told=st.lists(st.tuples(texts, st.booleans()), min_size=1, max_size=14), asked=texts)
def test_what_is_found_is_what_a_patient_reader_would_find(small_batches, told, asked):
    Need.objects.all().delete()
    needs = Need.objects.bulk_create(
        NeedFactory.build(
            organisation=small_batches,
            title=text,
            problem="–",
            affected_group="–",
            search_text="–",
            scope="public" if public else "own",
        )
        for text, public in told
    )

    similar._index = similar.Index()
    found = queries.similar_to(Acting(), asked, language="nb")

    assert [row.id for row in found] == [needs[place].pk for place in _longhand(told, asked)]


def test_the_index_follows_what_is_told_changed_and_removed(kari):
    first = NeedFactory(organisation=kari.home, title=ABOUT, problem=ABOUT)
    assert _found(kari) == [first.pk]
    second = NeedFactory(organisation=kari.home, title=ABOUT, problem=ABOUT)
    assert _found(kari) == [first.pk, second.pk]
    Need.objects.filter(pk=first.pk).update(
        title="Noe annet", problem="Skolebussen", version=2, changed_at=similar.timezone.now()
    )
    assert _found(kari) == [second.pk]
    second.delete()
    assert _found(kari) == []


def _found(cast):
    return [row.id for row in queries.similar_to(cast.acting, f"{ABOUT}\n{ABOUT}", language="nb")]


def test_five_are_shown_the_most_alike_first(kari):
    exact = NeedFactory(organisation=kari.home, title=ABOUT, problem=ABOUT)
    NeedFactory.create_batch(6, organisation=kari.home, title=ABOUT, problem="Ni ganger om dagen")

    found = _found(kari)

    assert (len(found), found[0]) == (5, exact.pk)


def test_a_need_does_not_resemble_itself(kari):
    first, second = NeedFactory.create_batch(2, organisation=kari.home, problem=ABOUT)
    page = Reader(kari).opens(path(first))

    assert page.needs == [second.title]


# --- while somebody writes ----------------------------------------------------------------------


@pytest.mark.parametrize("told", [{}, {"title": "Medisin"}, {"title": " " * 4000}, {"lang": "nb"}])
def test_a_few_letters_resemble_nothing(kari, told):
    NeedFactory(organisation=kari.home, title=ABOUT, problem=ABOUT)

    assert Reader(kari).sends("/behov/lignende/", told).needs == []


def test_only_the_part_that_changed_comes_back(kari):
    NeedFactory(organisation=kari.home, title=ABOUT, problem=ABOUT)
    page = Page(Reader(kari).client.post("/behov/lignende/", {"problem": ABOUT}))

    assert page.needs == [ABOUT]
    assert not page.all("h1")
    assert not page.all("form")


def test_without_scripts_a_button_asks_before_anything_is_saved(kari):
    NeedFactory(organisation=kari.home, title=ABOUT, problem=ABOUT)
    page = Reader(kari).sends("/behov/ny/", title=ABOUT, look="1")

    assert page.needs == [ABOUT]
    assert page.answer("title") == ABOUT
    assert page.errors == {}
    assert Need.objects.count() == 1
    assert (
        Reader(kari)
        .sends("/behov/ny/", title="Noe helt ukjent for alle", look="1")
        .shows("Nobody has told about anything like this")
    )


def test_a_need_that_is_refused_keeps_the_similar_ones_in_sight(kari):
    NeedFactory(organisation=kari.home, title=ABOUT, problem=ABOUT)

    assert Reader(kari).sends("/behov/ny/", problem=ABOUT).needs == [ABOUT]


def test_another_written_language_is_found_too(kari):
    NeedFactory(
        organisation=kari.home,
        title="Heimetenesta køyrer ut medisin åtte gonger om dagen",
        problem="Dei tilsette køyrer ut medisin til 140 heimar i heile kommunen.",
        lang="nn",
    )

    assert Reader(kari).sends("/behov/lignende/", TOLD, problem=ABOUT).needs


@pytest.mark.parametrize("lang", ["", "xx", "<script>", "nb\x00", "9" * 9999])
def test_an_unknown_language_is_read_as_it_stands(kari, lang):
    NeedFactory(organisation=kari.home, title=ABOUT, problem=ABOUT)

    assert Reader(kari).sends("/behov/lignende/", TOLD, problem=ABOUT, lang=lang).needs == [ABOUT]
