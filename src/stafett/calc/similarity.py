"""Which texts are about the same thing: character n-grams weighed by how rare they are.

A text is cut into words and each word, with a blank on either side, into every run of three,
four and five characters: `` bil `` holds `` bi``, ``bil``, ``il ``, `` bil``, ``bil `` and
`` bil ``. So ``vaktliste`` and ``vaktlister`` share most of what they are, and so do two
municipalities' words for one thing. A run counts once in a text, however often it is repeated,
and weighs ``ln((1 + texts) / (1 + texts with it)) + 1``: what nearly everybody writes says little.
The score of two texts is the cosine between their weights, from 0 (nothing shared) to 1.

How it is kept: runs are numbers (32-bit hashes; two runs that fall together do no harm worth
measuring), and each run has a list of the texts that hold it, two bytes a text. A corpus holds
no text, but somebody patient could guess words back from it: guard it as you guard the texts.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import ArrayLike, NDArray

from stafett.calc.errors import CalcError
from stafett.calc.nynorsk import towards_bokmal

CHARACTERS = 1_000
"""How many characters of a text take part: its first. A need says what it is about there, and
a pasted report must not cost a hundred times what a need costs. Put the title first."""

SIZES = (3, 4, 5)
"""How many characters a run has."""

COMMON_SHARE, COMMON_LEAST = 0.2, 2_000
"""A run in more than this share of the texts, and in more than this many, weighs nothing: it
would say next to nothing and cost most of the time. Small corpora leave nothing out."""

GROWTH = 1.1
"""How much a corpus may grow before every run is weighed anew."""

_SEGMENT = 4_096  # texts in one segment at most: an owner fits in 16 bits, and building stays small
_BATCH = 512  # texts cut into runs at a time: stays in the processor's cache
_BLOCK = 16_384  # runs added up at a time, for the same reason
_BLANK = 32
_MULTIPLIER = np.uint32(0x9E3779B1)
_NOT_WORD = re.compile(r"[\W_]+")
_NORWEGIAN = {"nb": False, "nn": True, "no": False}

Codes = NDArray[np.uint32]
Keys = NDArray[np.uint64]
Owners = NDArray[np.uint16]
Floats = NDArray[np.float32]


class Neighbour(NamedTuple):
    """The place of a text in the corpus, and how like the given text it is, 0-1."""

    place: int
    score: float


@dataclass(frozen=True, slots=True, eq=False)
class Ranking:
    """Every text that shares anything with the given one, the most alike first.

    Attributes
    ----------
    indices : ndarray of int64
        Places in the corpus. Equal scores keep the order of the corpus.
    scores : ndarray of float32, 0-1
        As long as ``indices``, never rising.
    """

    indices: NDArray[np.int64]
    scores: Floats

    def __len__(self) -> int:
        return len(self.indices)

    def __iter__(self) -> Iterator[Neighbour]:
        """Yield neighbours one by one, so that a caller can stop when it has enough."""
        return map(Neighbour, self.indices.tolist(), self.scores.tolist())

    def first(self, k: int) -> list[Neighbour]:
        """Return the ``k`` best, or all when there are fewer."""
        return list(map(Neighbour, self.indices[:k].tolist(), self.scores[:k].tolist()))


class Corpus:
    """Texts that a new text can be compared with.

    A corpus never changes: ``extended`` and ``without`` return another one that shares what
    they have in common. So any number of threads may read one without a lock.

    Parameters
    ----------
    texts : sequence of str
        Anything a person can type. Only the first ``CHARACTERS`` characters take part.
        Capitals, punctuation and control characters do not.
    languages : sequence of str
        As long as ``texts``. ``"nn"`` is evened out towards bokmål, words and endings;
        ``"nb"`` words only; any other is taken as it stands.

    Raises
    ------
    CalcError
        If there are not as many languages as texts.

    Notes
    -----
    Weights are those of the corpus when it was last weighed, which happens whenever it has
    grown by more than a tenth. In between, an extended corpus may differ slightly from one
    built at once: a run that no text had then counts as seen in none. Texts that are taken
    out go on counting.

    Examples
    --------
    >>> corpus = Corpus(
    ...     ["Eldre glemmer medisinen sin", "Hull i veien", "Brukarane gløymer medisin"],
    ...     ["nb", "nb", "nn"],
    ... )
    >>> [neighbour.place for neighbour in corpus.nearest("Glemmer å ta medisiner", 5)]
    [0, 2]
    """

    __slots__ = ("_gone", "_scale", "_segments", "_weights")

    _segments: tuple[_Segment, ...]
    _weights: _Weights
    _scale: Floats  # one over the length of each text; 0 for one that is gone or has no runs
    _gone: NDArray[np.bool_]

    def __init__(self, texts: Sequence[str], languages: Sequence[str]) -> None:
        _check_pairs(texts, languages)
        self._segments = _segments(texts, languages)
        self._weights = _weigh(self._segments)
        self._scale = _scale(self._segments, self._weights)
        self._gone = np.zeros(len(texts), dtype=np.bool_)

    def __len__(self) -> int:
        return len(self._scale)

    def extended(self, texts: Sequence[str], languages: Sequence[str]) -> Self:
        """Return a corpus with more texts; the ones here keep their indices.

        Parameters
        ----------
        texts, languages : sequence of str
            As for the class. The first gets index ``len(corpus)``.

        Returns
        -------
        Corpus

        Examples
        --------
        >>> corpus = Corpus(["hull i veien"], ["nb"])
        >>> corpus.extended(["mørke gatelys"], ["nb"]).nearest("gatelyset", 1)[0].place
        1
        """
        _check_pairs(texts, languages)
        added = _segments(texts, languages)
        corpus = self._copy()
        corpus._segments = _merged(self._segments + added)
        corpus._gone = np.append(self._gone, np.zeros(len(texts), dtype=np.bool_))
        if len(corpus._gone) > self._weights.count * GROWTH:
            corpus._weights = _weigh(corpus._segments)
            corpus._scale = np.where(corpus._gone, 0, _scale(corpus._segments, corpus._weights))
        else:
            corpus._scale = np.append(self._scale, _scale(added, self._weights))
        return corpus

    def without(self, indices: Iterable[int]) -> Self:
        """Return a corpus in which some texts are nobody's neighbour any more.

        Parameters
        ----------
        indices : iterable of int
            Places in the corpus. Every other text keeps its index.

        Returns
        -------
        Corpus

        Raises
        ------
        CalcError
            If there is no text at an index.

        Examples
        --------
        >>> corpus = Corpus(["hull i veien", "hull i vegen"], ["nb", "nn"]).without([0])
        >>> [neighbour.place for neighbour in corpus.nearest("hull i veien", 2)]
        [1]
        """
        gone = np.array(list(indices), dtype=np.int64)
        if gone.size and (gone.min() < 0 or gone.max() >= len(self)):
            raise CalcError(f"There are {len(self)} texts, from 0: leave out some of those.")
        corpus = self._copy()
        corpus._gone, corpus._scale = self._gone.copy(), self._scale.copy()
        corpus._gone[gone], corpus._scale[gone] = True, 0
        return corpus

    def scores(self, text: str, *, language: str = "nb") -> Floats:
        """Return how like ``text`` every text of the corpus is.

        Parameters
        ----------
        text : str
            Anything a person can type.
        language : str
            The language it is written in, as for the class.

        Returns
        -------
        ndarray of float32, shape (len(corpus),), 0-1
            1 means the same runs, 0 that nothing that weighs anything is shared. A text with
            no letters or figures is like nothing.

        Examples
        --------
        >>> Corpus(["bil", "bilde", "tog"], ["nb"] * 3).scores("bil").round(2)
        array([1.  , 0.24, 0.  ], dtype=float32)
        """
        runs = _runs_of(text, language)
        weights = self._weights.of(runs)
        length = np.sqrt(np.sum(weights**2))
        if not length:
            return np.zeros(len(self), dtype=np.float32)
        telling = weights > 0
        shares = weights[telling] ** 2 / length
        parts = [part.add_up(runs[telling], shares) for part in self._segments]
        sums = np.concatenate([np.empty(0), *parts])
        return np.clip(sums * self._scale, 0, 1).astype(np.float32)

    def ranked(self, text: str, *, language: str = "nb", least: float = 0.0) -> Ranking:
        """Return every text that shares anything with ``text``, the most alike first.

        Parameters
        ----------
        text, language : str
            As for ``scores``.
        least : float, 0-1
            Only scores above this.

        Returns
        -------
        Ranking
            Nothing is cut: a caller who may show only some takes the first of those.

        Examples
        --------
        >>> ranking = Corpus(["bilde", "tog", "bil"], ["nb"] * 3).ranked("bil")
        >>> ranking.indices
        array([2, 0])
        """
        return _falling(self.scores(text, language=language), least)

    def nearest(
        self,
        text: str,
        k: int,
        *,
        language: str = "nb",
        among: ArrayLike | None = None,
        least: float = 0.0,
    ) -> list[Neighbour]:
        """Return the ``k`` texts most like ``text``, best first.

        Parameters
        ----------
        text, language, least : as for ``ranked``
        k : int
            How many at most; fewer come back when fewer share anything.
        among : array_like of bool, shape (len(corpus),), optional
            Which texts may come back. All of them, if left out.

        Returns
        -------
        list of Neighbour

        Raises
        ------
        CalcError
            If ``k`` is below 1, or ``among`` does not say yes or no to each text.

        Examples
        --------
        >>> corpus = Corpus(["bil", "bilde", "tog"], ["nb"] * 3)
        >>> corpus.nearest("bil", 1, among=[False, True, True])[0].place
        1
        """
        if k < 1:
            raise CalcError(f"You asked for {k} texts: ask for at least one.")
        scores = self.scores(text, language=language)
        if among is not None:
            scores = np.where(_yes_or_no(among, len(self)), scores, np.float32(0))
        return _falling(scores, least).first(k)

    def _copy(self) -> Self:
        corpus = object.__new__(type(self))
        for name in Corpus.__slots__:
            setattr(corpus, name, getattr(self, name))
        return corpus


@dataclass(frozen=True, slots=True, eq=False)
class _Segment:
    """Up to ``_SEGMENT`` texts: for each run, in rising order, which texts hold it."""

    runs: Codes
    starts: NDArray[np.int32]  # one longer than runs: where each run's owners begin and end
    owners: Owners
    count: int

    @property
    def sizes(self) -> NDArray[np.int32]:
        """How many texts hold each run."""
        return np.diff(self.starts)

    def add_up(self, runs: Codes, values: Floats) -> NDArray[np.float64]:
        """Return the sum, for each text, of the values of the runs it holds."""
        place = np.searchsorted(self.runs, runs)
        place[place == len(self.runs)] = 0
        here = self.runs[place] == runs if len(self.runs) else place < 0
        begin, end = self.starts[place[here]], self.starts[place[here] + 1]
        lists = [self.owners[a:b] for a, b in zip(begin.tolist(), end.tolist(), strict=True)]
        owners = np.concatenate([self.owners[:0], *lists])
        return _sums(owners, np.repeat(values[here], end - begin), self.count)

    def lengths(self, values: Floats) -> NDArray[np.float64]:
        """Return the sum, for each text, of the values of all its runs."""
        total, sizes = np.zeros(self.count), self.sizes
        for first in range(0, len(self.runs), _BLOCK):
            block = slice(first, first + _BLOCK)
            edges = self.starts[first : first + _BLOCK + 1]
            spread = np.repeat(values[block], sizes[block])
            total += _sums(self.owners[edges[0] : edges[-1]], spread, self.count)
        return total

    def keys(self, first: int) -> Keys:
        """Return the run and owner of each entry as one number, owners counted from ``first``."""
        return _keys(np.repeat(self.runs, self.sizes), self.owners + np.uint16(first))


@dataclass(frozen=True, slots=True, eq=False)
class _Weights:
    """What each run weighed when the corpus had ``count`` texts."""

    runs: Codes
    values: Floats
    count: int

    def of(self, runs: Codes) -> Floats:
        """Return the weight of each run; one never seen weighs as if in no text."""
        found = np.full(len(runs), _weight(np.zeros(1), self.count)[0], dtype=np.float32)
        if len(self.runs):
            place = np.minimum(np.searchsorted(self.runs, runs), len(self.runs) - 1)
            known = self.runs[place] == runs
            found[known] = self.values[place[known]]
        return found


def _sums(owners: Owners, values: Floats, count: int) -> NDArray[np.float64]:
    return np.bincount(owners, weights=values, minlength=count).astype(np.float64, copy=False)


def _weight(texts_with_it: NDArray[np.float64], texts: int) -> Floats:
    weight = np.log((1 + texts) / (1 + texts_with_it)) + 1
    weight[texts_with_it > max(COMMON_LEAST, COMMON_SHARE * texts)] = 0
    return weight.astype(np.float32)


def _weigh(segments: Sequence[_Segment]) -> _Weights:
    """Weigh every run by how many of all the texts hold it."""
    count = sum(part.count for part in segments)
    # Run above, number of texts below: one sort brings the segments' counts of a run together.
    both = [
        part.runs.astype(np.uint64) << np.uint64(32) | part.sizes.astype(np.uint64)
        for part in segments
    ]
    entries = np.sort(np.concatenate([np.empty(0, np.uint64), *both]))
    runs = (entries >> np.uint64(32)).astype(np.uint32)
    starts = _group_starts(runs)
    if not len(runs):
        return _Weights(runs, np.empty(0, np.float32), count)
    held = np.add.reduceat((entries & np.uint64(0xFFFFFFFF)).astype(np.float64), starts)
    return _Weights(runs[starts], _weight(held, count), count)


def _scale(segments: Sequence[_Segment], weights: _Weights) -> Floats:
    """Return one over the length of each text, 0 where there is nothing to weigh."""
    squares = [part.lengths(weights.of(part.runs) ** 2) for part in segments]
    length = np.sqrt(np.concatenate([np.empty(0), *squares]))
    scale: NDArray[np.float64] = np.divide(1, length, out=np.zeros_like(length), where=length > 0)
    return scale.astype(np.float32)


def _segments(texts: Sequence[str], languages: Sequence[str]) -> tuple[_Segment, ...]:
    firsts = range(0, len(texts), _SEGMENT)
    return tuple(_segment(texts[a : a + _SEGMENT], languages[a : a + _SEGMENT]) for a in firsts)


def _segment(texts: Sequence[str], languages: Sequence[str]) -> _Segment:
    keys = [
        _batch_keys(texts[first : first + _BATCH], languages[first : first + _BATCH], first)
        for first in range(0, len(texts), _BATCH)
    ]
    return _from_keys(np.concatenate(keys), len(texts))


def _from_keys(keys: Keys, count: int) -> _Segment:
    """Sort entries by run and then by text, and keep each run once. Uses up ``keys``."""
    keys.sort()
    owners = keys.astype(np.uint16)  # the low half of what a key is made of
    keys >>= np.uint64(16)
    runs = keys.astype(np.uint32)
    starts = _group_starts(runs)
    return _Segment(runs[starts], np.append(starts, len(keys)).astype(np.int32), owners, count)


def _merged(segments: tuple[_Segment, ...]) -> tuple[_Segment, ...]:
    """Join the last segments while the one before is not much larger.

    So a corpus that grows by one text at a time keeps few segments, and each text is sorted
    again only when what it belongs to has doubled.
    """
    while len(segments) > 1 and _worth_joining(*segments[-2:]):
        segments = (*segments[:-2], _joined(*segments[-2:]))
    return segments


def _worth_joining(before: _Segment, last: _Segment) -> bool:
    return before.count < 2 * last.count and before.count + last.count <= _SEGMENT


def _joined(before: _Segment, last: _Segment) -> _Segment:
    keys = np.concatenate([before.keys(0), last.keys(before.count)])
    return _from_keys(keys, before.count + last.count)


def _batch_keys(texts: Sequence[str], languages: Sequence[str], first: int) -> Keys:
    """Return every run and its text as one number each, without repeats."""
    padded = [f" {_folded(*pair)} " for pair in zip(texts, languages, strict=True)]
    owners = np.repeat(np.arange(first, first + len(texts)), [len(text) for text in padded])
    keys = np.concatenate([_keys(runs, owners[at]) for runs, at in _runs("".join(padded))])
    keys.sort()
    return keys[_group_starts(keys)]


def _runs_of(text: str, language: str) -> Codes:
    found = [runs for runs, _ in _runs(f" {_folded(text, language)} ")]
    return np.unique(np.concatenate(found))


def _runs(text: str) -> Iterator[tuple[Codes, NDArray[np.int64]]]:
    """Yield, for each size, the runs of a folded text as numbers, and where they begin.

    A blank may only begin or end a run. Texts that follow each other meet in two blanks, so
    no run reaches from one into the next.
    """
    codes = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32)
    blanks = np.cumsum(np.append(0, codes == _BLANK))
    for size in SIZES:
        inside = blanks[size - 1 : -1] - blanks[1 : 1 - size] if len(codes) >= size else blanks[:0]
        at = np.flatnonzero(inside == 0)
        runs = np.full(len(at), size, dtype=np.uint32)
        for step in range(size):
            runs = runs * _MULTIPLIER + codes[at + step]
        yield runs, at


def _folded(text: str, language: str) -> str:
    """Return the text's words in one spelling, one blank between them."""
    plain = unicodedata.normalize("NFKC", text[:CHARACTERS].casefold())
    words = _NOT_WORD.sub(" ", plain).split()
    if language in _NORWEGIAN:
        inflected = _NORWEGIAN[language]
        words = [towards_bokmal(word, inflected) for word in words]
    return " ".join(words)


def _keys(runs: Codes, owners: NDArray[np.integer]) -> Keys:
    return runs.astype(np.uint64) << np.uint64(16) | owners.astype(np.uint64)


def _group_starts(ordered: NDArray[np.unsignedinteger]) -> NDArray[np.int64]:
    """Return where each new value begins in a sorted array."""
    new = np.ones(len(ordered), dtype=np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return np.flatnonzero(new)


def _falling(scores: Floats, least: float) -> Ranking:
    """Order the scores above ``least`` from the highest; equal ones as they stand."""
    indices = np.flatnonzero(scores > max(least, 0.0))
    # The bits of positive floats rise with their value: one sort of whole numbers does both.
    bits = ~scores[indices].view(np.uint32)
    order = np.sort(bits.astype(np.uint64) << np.uint64(32) | indices.astype(np.uint64))
    indices = (order & np.uint64(0xFFFFFFFF)).astype(np.int64)
    return Ranking(indices, scores[indices])


def _check_pairs(texts: Sequence[str], languages: Sequence[str]) -> None:
    if isinstance(texts, str) or isinstance(languages, str):
        raise CalcError("Give a list of texts and a list of languages, not one of them alone.")
    if len(texts) != len(languages):
        raise CalcError(
            f"There are {len(texts)} texts and {len(languages)} languages: give one for each."
        )


def _yes_or_no(among: ArrayLike, count: int) -> NDArray[np.bool_]:
    answer = np.asarray(among)
    if answer.dtype != np.bool_ or answer.shape != (count,):
        raise CalcError(f"Say True or False for each of the {count} texts.")
    return answer
