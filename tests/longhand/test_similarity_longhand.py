from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose

from stafett.calc import nynorsk
from stafett.calc.similarity import Corpus
from tests.calc.similar_needs import CHOSEN_ON, HELD_BACK, IN_OTHER_WORDS, NEEDS
from tests.longhand import similarity as longhand

PIECES = [
    *["sjuk", "heim", "teneste", "ikkje", "leiar", "skule", "veg", "søkj", "ar", "ane", "leg"],
    *["a", "b", "æ", "č", "ŋ", "1", " ", " ", ".", "\n", "\0", "_", "ﬁ", "A", "ß", "\u202e"],
]
texts = st.lists(st.sampled_from(PIECES), max_size=12).map("".join)
languages = st.sampled_from(["nb", "nn", "no", "en", "se"])
pairs = st.lists(st.tuples(texts, languages), max_size=8)


@given(pairs, texts, languages)
def test_agrees_with_the_longhand_on_any_texts(corpus, text, language):
    told, spoken = [pair[0] for pair in corpus], [pair[1] for pair in corpus]

    quick = Corpus(told, spoken).scores(text, language=language)

    assert_allclose(quick, longhand.scores(told, spoken, text, language), atol=1e-5)


def test_agrees_with_the_longhand_on_real_needs():
    told, spoken = [text for *_, text in NEEDS], [language for _, language, _ in NEEDS]
    corpus = Corpus(told, spoken)
    for _, language, text in CHOSEN_ON + HELD_BACK + IN_OTHER_WORDS:
        slow = longhand.scores(told, spoken, text, language)

        assert_allclose(corpus.scores(text, language=language), slow, atol=1e-5)


@given(st.lists(st.sampled_from(PIECES[:11]), max_size=5).map("".join), st.booleans())
def test_a_word_is_evened_out_as_in_the_longhand(word, inflected):
    expected = longhand.even(word, "nn" if inflected else "nb")

    assert nynorsk.towards_bokmal(word, inflected) == expected
