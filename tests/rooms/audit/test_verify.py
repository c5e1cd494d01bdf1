"""``verify_audit``: what the one who runs the program reads."""

import io
import json

import pytest
from django.core.management import CommandError, call_command

from stafett.audit.models import Detail
from tests.rooms.audit.copies import SIRI, note_needs

pytestmark = pytest.mark.django_db


def _verify(*arguments):
    said, complained = io.StringIO(), io.StringIO()
    code = 0
    try:
        call_command("verify_audit", *arguments, stdout=said, stderr=complained)
    except SystemExit as end:
        code = end.code
    return code, said.getvalue().strip(), complained.getvalue().strip()


def test_chains_that_hold_are_counted():
    note_needs("Vi taster for hånd", "Vi ringer rundt")
    note_needs("Vi venter på svar", by=SIRI)

    assert _verify() == (0, "2 chains with 3 entries hold.", "")


def test_a_broken_chain_is_named_with_its_first_broken_link_and_fails():
    note_needs("Vi taster for hånd", "Vi ringer rundt")
    Detail.objects.order_by("-entry_id")[:1].get().delete()
    Detail.objects.update(text="{}")

    code, said, complained = _verify()

    assert (code, said) == (1, "")
    assert complained == "organisation:4601, entry 1: its readable text was changed."


def test_ends_kept_elsewhere_hold_while_the_chain_grows_and_show_another_past(tmp_path):
    note_needs("Vi taster for hånd", "Vi ringer rundt")
    kept = tmp_path / "ends.json"
    _verify("--keep", str(kept))
    note_needs("Vi venter på svar")
    assert _verify("--against", str(kept))[0] == 0

    ends = json.loads(kept.read_text())
    ends["organisation:4601"][1] = "0" * 64
    kept.write_text(json.dumps(ends))

    code, _said, complained = _verify("--against", str(kept))
    assert (code, complained) == (1, "organisation:4601, entry 2: it differs from the kept head.")


def test_ends_of_a_broken_chain_are_not_kept(tmp_path):
    note_needs("Vi taster for hånd")
    Detail.objects.update(text="{}")

    _verify("--keep", str(tmp_path / "ends.json"))

    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("text", ["", "[]", '{"program": 3}', '{"program": []}', "\x00\xff"])
def test_a_file_that_is_no_list_of_ends_is_refused_in_a_sentence(tmp_path, text):
    kept = tmp_path / "ends.json"
    kept.write_text(text)

    with pytest.raises(CommandError, match="cannot be read as kept ends"):
        _verify("--against", str(kept))


def test_a_file_that_is_not_there_or_cannot_be_written_is_told(tmp_path):
    with pytest.raises(CommandError, match="cannot be read"):
        _verify("--against", str(tmp_path / "gone.json"))
    with pytest.raises(CommandError, match="cannot be written"):
        _verify("--keep", str(tmp_path / "gone" / "ends.json"))
