"""How like each other two needs are, by hand."""

from stafett.calc.similarity import Corpus
from tests.spec.worked import Worked

EXAMPLES = [
    Worked(
        title="Two words that share three runs of letters",
        columns=("text", "language"),
        given=(("bil", "nb"), ("bilde", "nb"), ("tog", "nb")),
        call=lambda texts, languages: Corpus(texts, languages).scores("bil"),
        answer=(1.0, 0.24, 0.0),
        by_hand="""
            With a blank on either side, "bil" has 6 runs of three, four and five characters and
            "bilde" has 12. They share 3: blank-b-i, b-i-l and blank-b-i-l.
            Of 3 texts, 2 hold a shared run: it weighs ln(4 / 3) + 1 = 1.288, squared 1.658.
            Every other run is in 1: it weighs ln(4 / 2) + 1 = 1.693, squared 2.867.
            Shared: 3 x 1.658 = 4.97.
            "bil": 3 x 1.658 + 3 x 2.867 = 13.57. "bilde": 3 x 1.658 + 9 x 2.867 = 30.78.
            4.97 / square root of (13.57 x 30.78) = 0.24.
        """,
    ),
    Worked(
        title="Nynorsk and bokmål meet in one spelling",
        columns=("text", "language"),
        given=(("ikkje", "nn"), ("ikke", "nb"), ("ikon", "nb")),
        call=lambda texts, languages: Corpus(texts, languages).scores("ikkje", language="nn"),
        answer=(1.0, 1.0, 0.05),
        by_hand="""
            "ikkje" is read as "ikke" before anything is counted, so the first two are the same.
            "ikke" has 9 runs, 8 of them in 2 of the 3 texts: 1.288, squared 1.658. The ninth,
            blank-i-k, is in all 3: ln(4 / 4) + 1 = 1, squared 1. It is all that "ikon" shares.
            "ikke": 1 + 8 x 1.658 = 14.26. "ikon": 1 + 8 x 2.867 = 23.94.
            1 / square root of (14.26 x 23.94) = 0.05.
        """,
    ),
    Worked(
        title="A run counts once, however often it is repeated",
        columns=("text", "language"),
        given=(("natt natt natt", "nb"), ("natt", "nb")),
        call=lambda texts, languages: Corpus(texts, languages).scores("natt"),
        answer=(1.0, 1.0),
        by_hand="All three texts hold the same nine runs, so they are the same.",
    ),
    Worked(
        title="The nearest first, and only what shares something",
        columns=("text", "language"),
        given=(("hull i veien", "nb"), ("mørke gatelys", "nb"), ("hol i vegen", "nn")),
        call=lambda texts, languages: Corpus(texts, languages).ranked("veien").indices,
        answer=(2.0, 0.0),
        decimals=0,
        by_hand="""
            "vegen" is read as "veien". Texts 0 and 2 hold all of its runs; text 2 holds less
            beside them, so it is nearer. Text 1 shares nothing and is left out.
        """,
    ),
]
