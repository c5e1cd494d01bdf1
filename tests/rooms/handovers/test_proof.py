"""A receipt is checked by anybody: one changed byte is found and named, and no file does harm."""

import json
from io import BytesIO, StringIO
from random import Random

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import translation

from stafett.handovers import proof, queries
from stafett.handovers.queries import documents
from tests.pages import Reader
from tests.rooms.handovers.stories import come


@pytest.fixture
def file(exchange):
    """The file of an accepted baton, with two receipts in it."""
    come(exchange, "accepted")
    exchange.fresh()
    rows = queries.visible_receipts(exchange.leader.acting_now)
    return documents.receipt_file(rows.order_by("sequence").last())


def changed(file, change):
    told = json.loads(file)
    change(told)
    return json.dumps(told, ensure_ascii=False).encode()


def asks(data, name="kvittering.json"):
    upload = BytesIO(data)
    upload.name = name
    return Reader().sends(reverse("handovers:check"), {"file": upload})


# --- it holds -------------------------------------------------------------------------------


@pytest.mark.django_db
def test_what_was_not_changed_holds(file):
    found = proof.check(file)

    assert found.holds
    assert [row["kind"] for row in found.receipts] == ["offered", "accepted"]


@pytest.mark.django_db
def test_how_it_is_spaced_and_ordered_does_not_matter(file):
    told = json.loads(file)
    told["receipts"] = [dict(reversed(row.items())) for row in told["receipts"]]

    assert proof.check(json.dumps(told, indent=8).encode()).holds
    assert proof.check(b"\xef\xbb\xbf" + file.replace(b"\n", b"\r\n")).holds


@pytest.mark.django_db
def test_anybody_hears_that_it_holds_and_is_known_here(file):
    page = asks(file)

    assert "It stands as it was signed" in page.text
    assert "Receipt 2: accepted" in page.text
    assert "Ingrid Berg" in page.text
    assert "The file holds 2 receipts" in page.text


@pytest.mark.django_db
def test_it_can_be_pasted(file):
    page = Reader().sends(reverse("handovers:check"), {"pasted": file.decode()})

    assert "It stands as it was signed" in page.text


@pytest.mark.django_db
def test_signs_that_a_form_would_clean_are_checked_as_they_are(exchange):
    odd = "A\u030a \u202eord\u200e \u0085 \r\n ﬁ"
    exchange.prepare(message=odd)
    exchange.is_ready()
    receipt = exchange.offer()
    file = documents.receipt_file(receipt).decode()

    page = Reader().sends(reverse("handovers:check"), {"pasted": file})

    assert "It stands as it was signed" in page.text


# --- one changed byte -----------------------------------------------------------------------


@pytest.mark.django_db
def test_one_changed_byte_is_found_and_named(file):
    for was, now, what in (
        ('\\"target_likely\\":\\"8\\"', '\\"target_likely\\":\\"9\\"',
         "agreement.promises.0.target_likely"),
        ('"signed_by_name": "Ingrid Berg"', '"signed_by_name": "Ingrid Borg"', "signed_by_name"),
        ('"kind": "accepted"', '"kind": "Accepted"', "kind"),
        ('\\"hours\\":\\"120\\"', '\\"hours\\":\\"121\\"', "agreement.time.hours"),
    ):  # fmt: skip
        told = file.decode()
        place = told.rindex(was)
        mended = (told[:place] + now + told[place + len(was) :]).encode()
        found = proof.check(mended)

        assert (found.holds, found.sequence, found.what) == (False, 2, (what,))
        page = asks(mended)
        assert "It does not stand as it was signed" in page.text
        assert "Receipt 2 is the first that does not hold." in page.text
        assert what in page.text


@pytest.mark.django_db
def test_whichever_byte_is_changed_it_is_found(file):
    """Whatever is put in place of a byte: the file holds only where it says the same."""
    says, chance = json.loads(file), Random(17)
    for place in sorted(chance.sample(range(len(file)), 400)):
        byte = chance.choice([each for each in range(256) if each != file[place]])
        data = file[:place] + bytes([byte]) + file[place + 1 :]
        found = proof.check(data)
        if found.holds:
            assert json.loads(data) == says
        else:
            assert found.why_not


@pytest.mark.django_db
def test_a_receipt_that_was_hashed_anew_breaks_the_chain_or_is_not_known(file):
    def sign_anew(told, place):
        row = told["receipts"][place]
        row["signed_by_name"] = "Ola Nordmann"
        values = {name: row[name] for name in proof.LINKED}
        row["hash"], row["marks"] = proof.link(values), proof._marks(values)

    first = proof.check(changed(file, lambda told: sign_anew(told, 0)))
    assert (first.sequence, first.what) == (2, ("previous",))

    last = changed(file, lambda told: sign_anew(told, 1))
    assert proof.check(last).holds
    page = asks(last)
    assert "It holds together, but it is not known here" in page.text


@pytest.mark.django_db
def test_a_receipt_taken_out_is_missed(file):
    found = proof.check(changed(file, lambda told: told["receipts"].pop(0)))

    assert (found.sequence, found.what) == (1, ("sequence",))


@pytest.mark.django_db
def test_changed_marks_are_named_as_marks(file):
    def change(told):
        told["receipts"][0]["marks"]["kind"] = "0" * 16

    found = proof.check(changed(file, change))

    assert (found.sequence, found.what) == (1, ("marks.kind",))


# --- hostile files --------------------------------------------------------------------------

DEEP = b"[" * 100_000 + b"]" * 100_000
HOSTILE = {
    "nothing": (b"", "This is not JSON"),
    "text": (b"hei", "This is not JSON: it breaks off at line 1, sign 1."),
    "pdf": (b"%PDF-1.7 ...", "This is the PDF"),
    "bytes": (b"\xff\xfe\x00", "not a text file"),
    "deep": (DEEP, "no receipt"),
    "number": (b"9" * 10_000, "not a text file"),
    "NaN": (b"NaN", "not a text file"),
    "list": (b"[]", "no receipt from Stafett"),
    "format": (b'{"format": ["x"], "receipts": []}', "no receipt from Stafett"),
    "none": (b'{"format": "stafett-receipts-1", "receipts": []}', "no receipts in it"),
    "rows": (b'{"format": "stafett-receipts-1", "receipts": [7]}', "Receipt 1 is no receipt"),
    "lacks": (b'{"format": "stafett-receipts-1", "receipts": [{}]}', "Receipt 1 lacks"),
    "strange": (b'{"format": "stafett-receipts-1", "receipts": [], "x": 1}', "does not belong"),
    "twice": (b'{"format": "stafett-receipts-1", "format": "x"}', "stands twice"),
    "huge": (b" " * (proof.MOST_BYTES + 1), "larger than any receipt"),
}


@pytest.mark.django_db
def test_a_file_that_is_no_receipt_gets_a_clear_sentence():
    for data, says in HOSTILE.values():
        page = asks(data)

        assert page.status == 200
        assert says in page.text


@pytest.mark.django_db
def test_a_field_of_the_wrong_kind_is_named(file):
    for field in (*proof.LINKED, "hash", "marks"):
        text = ["9" * 30] if field in (*proof.NUMBERS, "marks") else [9]
        for value in (None, True, 1.5, [], {"a": [1]}, *text):

            def change(told, field=field, value=value):
                told["receipts"][0][field] = value

            assert f"«{field}» is of the wrong kind" in proof.check(changed(file, change)).why_not


@pytest.mark.django_db
def test_a_deep_text_inside_a_receipt_is_refused(file):
    def change(told):
        told["receipts"][0]["snapshot"] = DEEP.decode()

    assert not proof.check(changed(file, change)).holds


@pytest.mark.django_db
def test_what_a_file_says_is_never_markup(file):
    def change(told):
        told["receipts"][0]["marks"]["<script>alert(1)</script>"] = "x"

    answer = Client().post(reverse("handovers:check"), {"pasted": changed(file, change).decode()})
    assert b"<script>alert" not in answer.content


@pytest.mark.django_db
def test_more_than_can_be_pasted_gets_a_sentence():
    answer = Client(enforce_csrf_checks=True).post(
        reverse("handovers:check"), {"pasted": "x" * 2_600_000}
    )
    assert answer.status_code == 413
    assert "JSON" in answer.content.decode()


@pytest.mark.django_db
def test_nothing_sent_asks_for_something():
    page = Reader().sends(reverse("handovers:check"))

    assert "Choose the file, or paste what stands in it." in page.text


# --- the command ----------------------------------------------------------------------------


def run(*paths):
    said, wrong, code = StringIO(), StringIO(), 0
    try:
        call_command("check_receipt", *map(str, paths), stdout=said, stderr=wrong)
    except SystemExit as end:
        code = end.code
    return code, said.getvalue(), wrong.getvalue()


@pytest.mark.django_db
def test_the_command_asks_no_database(file, tmp_path, django_assert_num_queries):
    path = tmp_path / "kvittering.json"
    path.write_bytes(file)
    with django_assert_num_queries(0):
        code, said, _wrong = run(path)

    assert code == 0
    assert f"{path}: 2 receipts hold." in said
    assert "Ingrid Berg (chief_executive)" in said


@pytest.mark.django_db
def test_the_command_names_what_was_changed(file, tmp_path):
    path = tmp_path / "kvittering.json"
    path.write_bytes(file.replace(b"Ingrid Berg", b"Ingrid Borg"))
    code, _said, wrong = run(path, tmp_path / "borte.json")

    assert code == 1
    assert "receipt 2: What stands in it was changed after it was signed." in wrong
    assert "    signed_by_name" in wrong
    assert "borte.json: It cannot be opened" in wrong


# --- its PDF --------------------------------------------------------------------------------


@pytest.fixture
def both(exchange):
    """The two files of an accepted baton, the PDF in nynorsk."""
    come(exchange, "accepted")
    exchange.fresh()
    receipt = queries.visible_receipts(exchange.leader.acting_now).order_by("sequence").last()
    with translation.override("nn"):
        return documents.receipt_file(receipt), documents.receipt_pdf(receipt)


def asks_both(file, pdf):
    uploads = {"file": BytesIO(file), "pdf": BytesIO(pdf)}
    for kind, upload in uploads.items():
        upload.name = kind
    return Reader().sends(reverse("handovers:check"), uploads)


@pytest.mark.django_db
def test_a_pdf_is_told_from_any_other(both, exchange):
    file, pdf = both

    assert "The PDF is the one made of it" in asks_both(file, pdf).text
    middle = len(pdf) // 2
    changed_ = pdf[:middle] + bytes([pdf[middle] ^ 1]) + pdf[middle + 1 :]
    for other in (pdf[:-1], pdf + b"\n", changed_, b"%PDF-1.7", b"x"):
        page = asks_both(file, other)
        assert "The PDF is not the one made of it" in page.text
        assert "It stands as it was signed" in page.text
        assert "Opplæring og en veileder" in page.text

    first = proof.check(file).receipts[0]
    exchange.fresh()
    offered = queries.visible_receipts(exchange.leader.acting_now).get(hash=first["hash"])
    assert (
        "The PDF is not the one made of it" in asks_both(file, documents.receipt_pdf(offered)).text
    )


@pytest.mark.django_db
def test_all_that_was_signed_is_told_without_the_pdf(file):
    page = asks(file)

    assert "6 – 8 – 10 minutter" in page.text
    assert "Opplæring og en veileder" in page.text
    assert "PDF is" not in page.text


@pytest.mark.django_db
def test_a_pdf_alone_asks_for_its_file(both):
    upload = BytesIO(both[1])
    upload.name = "kvittering.pdf"
    page = Reader().sends(reverse("handovers:check"), {"pdf": upload})

    assert "A PDF is held up against the JSON file that belongs to it" in " ".join(page.summary)


@pytest.mark.django_db
def test_somebodys_own_receipt_of_anything_is_told_of(file):
    """A file that holds together may say anything: it is shown as far as it says something."""
    for snapshot in ("", "[]", "7", "{}", '{"agreement": []}', '{"agreement": {"sender": 7}}',
                     '{"agreement": {"municipality": {"id": [], "label": {}}}}',
                     json.dumps({"agreement": {}, "reason": "x" * 300_000}),
                     *_odd_words(file)):  # fmt: skip
        made = changed(file, lambda told, snapshot=snapshot: _say(told, snapshot))
        page = asks_both(made, b"%PDF-1.7")

        assert page.status == 200
        assert "It holds together, but it is not known here" in page.text
        assert "The PDF is not the one made of it" in page.text


def _odd_words(file):
    """Yield what a receipt says, with something in it that is no text."""
    for odd in ({"a": [1]}, [["x"]], 7, None):
        for place in ("reason", "message", "owner_name"):
            said = json.loads(json.loads(file)["receipts"][-1]["snapshot"])
            where = {"message": said["agreement"], "owner_name": said["agreement"]["promises"][0]}
            where.get(place, said)[place] = odd
            yield json.dumps(said)


def _say(told, snapshot):
    row = told["receipts"][-1]
    row["snapshot"] = snapshot
    values = {name: row[name] for name in proof.LINKED}
    row["hash"], row["marks"] = proof.link(values), proof._marks(values)


@pytest.mark.django_db
def test_the_command_holds_a_pdf_up_against_the_file_beside_it(
    both, tmp_path, django_assert_num_queries
):
    path, beside = tmp_path / "kvittering.pdf", tmp_path / "kvittering.json"
    beside.write_bytes(both[0])
    path.write_bytes(both[1])
    with django_assert_num_queries(0):
        assert run(path)[0] == 0

    path.write_bytes(both[1] + b" ")
    code, _said, wrong = run(path, beside)
    assert code == 1
    assert "It is not the PDF made of this receipt, which holds" in wrong

    beside.unlink()
    assert "A PDF is checked with its JSON file beside it." in run(path)[2]


# --- what anybody may ask ---------------------------------------------------------------------


@pytest.mark.django_db
def test_the_page_needs_no_right_to_read_receipts(file):
    """On PostgreSQL somebody unknown reads no receipts; the one function still answers."""
    found = proof.check(file)
    assert queries.checked(file).is_known
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('stafett.organisation', '', true)")
            cursor.execute("SELECT count(*) FROM handovers_receipt")
            assert cursor.fetchone() == (0,)
            cursor.execute("SELECT handovers_knows(%s)", [found.last["hash"]])
            assert cursor.fetchone() == (True,)
