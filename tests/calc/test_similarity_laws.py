"""What must hold for any texts at all."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from stafett.calc import similarity
from stafett.calc.similarity import Corpus

# Everything a string can hold: control characters, lone surrogates, marks without a letter.
anything = st.text(st.characters(exclude_categories=()), max_size=60)
words = st.sampled_from(
    "eldre medisin medisinar glemmer gløymer vei vegar hull natt 24 č á ,".split()
)
sentences = st.lists(words, max_size=8).map(" ".join)
some = st.lists(sentences, min_size=1, max_size=9)
language = st.sampled_from(["nb", "nn", "se", "", "tlh"])


def corpus_of(texts):
    return Corpus(texts, ["nb"] * len(texts))


@given(some, st.data())
def test_a_text_is_nearest_to_itself(texts, data):
    place = data.draw(st.integers(0, len(texts) - 1))

    scores = corpus_of(texts).scores(texts[place])

    says_something = any(letter.isalnum() for letter in texts[place])
    assert_allclose(scores[place], 1 if says_something else 0, atol=1e-5)
    assert scores[place] >= scores.max() - 1e-5


@given(some, sentences, st.randoms())
def test_the_order_of_the_corpus_does_not_matter(texts, text, chance):
    order = list(range(len(texts)))
    chance.shuffle(order)

    shuffled = corpus_of([texts[at] for at in order]).scores(text)

    assert_allclose(shuffled, corpus_of(texts).scores(text)[order], atol=1e-5)


@given(some, sentences)
def test_growing_by_one_text_at_a_time_equals_building_at_once(texts, text):
    grown = corpus_of([])
    for one in texts:
        grown = grown.extended([one], ["nb"])

    assert len(grown) == len(texts)
    assert_allclose(grown.scores(text), corpus_of(texts).scores(text), atol=1e-5)


@given(some, some, sentences)
def test_extending_leaves_the_old_corpus_alone(texts, more, text):
    corpus = corpus_of(texts)
    before = corpus.scores(text)

    corpus.extended(more, ["nn"] * len(more)).without([0])

    assert len(corpus) == len(texts)
    assert_array_equal(corpus.scores(text), before)


@given(some, sentences, st.sets(st.integers(0, 8)))
def test_a_text_taken_out_is_nobodys_neighbour_and_the_others_stay(texts, text, places):
    gone = sorted(place for place in places if place < len(texts))
    expected = corpus_of(texts).scores(text)
    expected[gone] = 0

    assert_array_equal(corpus_of(texts).without(gone).scores(text), expected)


@given(some, sentences, st.sets(st.integers(0, 8)), some)
def test_a_text_taken_out_stays_out_when_the_corpus_grows(texts, text, places, more):
    gone = [place for place in places if place < len(texts)]

    grown = corpus_of(texts).without(gone).extended(more, ["nb"] * len(more))

    assert not set(gone) & set(grown.ranked(text).indices.tolist())


@given(st.lists(st.tuples(anything, language), max_size=6), anything, language)
def test_no_text_is_too_strange(pairs, text, spoken):
    texts, languages = [pair[0] for pair in pairs], [pair[1] for pair in pairs]

    scores = Corpus(texts, languages).extended([text], [spoken]).scores(text, language=spoken)

    assert scores.shape == (len(pairs) + 1,)
    assert np.all((scores >= 0) & (scores <= 1))


@given(some, sentences, st.floats(0, 1))
def test_a_ranking_falls_and_leaves_nothing_out(texts, text, least):
    corpus = corpus_of(texts)
    scores = corpus.scores(text)

    ranking = corpus.ranked(text, least=least)

    expected = sorted(np.flatnonzero(scores > least), key=lambda place: (-scores[place], place))
    assert ranking.indices.tolist() == expected
    assert_array_equal(ranking.scores, scores[ranking.indices])


@given(some, sentences, st.integers(1, 10), st.data())
def test_the_nearest_are_the_first_that_may_be_shown(texts, text, k, data):
    corpus = corpus_of(texts)
    shown = data.draw(st.lists(st.booleans(), min_size=len(texts), max_size=len(texts)))

    nearest = corpus.nearest(text, k, among=shown)

    assert nearest == [found for found in corpus.ranked(text) if shown[found.place]][:k]


def test_how_a_corpus_is_cut_up_inside_does_not_matter(monkeypatch):
    texts = [f"behov {number % 7} for {number % 5} i {number}" for number in range(200)]
    whole = corpus_of(texts).scores("behov 3 for 17")
    for name, size in (("_SEGMENT", 16), ("_BATCH", 5), ("_BLOCK", 3)):
        monkeypatch.setattr(similarity, name, size)

    cut = corpus_of(texts[:150]).extended(texts[150:], ["nb"] * 50)

    assert_allclose(cut.scores("behov 3 for 17"), whole, atol=1e-5)
