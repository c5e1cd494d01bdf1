"""All there is goes into one file, and comes back in an empty place exactly as it was."""

import json
from zipfile import ZipFile

import pytest

from tests.installations import Place, a_database


@pytest.fixture
def lived_in(tmp_path):
    with a_database() as urls:
        place = Place(tmp_path / "old", urls)
        for command in ("prepare", "seed_demo"):
            code, said = place.does(command)
            assert code == 0, said
        yield place


@pytest.fixture
def empty(tmp_path):
    with a_database() as urls:
        (tmp_path / "new").mkdir()
        yield Place(tmp_path / "new", urls)


def test_a_copy_is_laid_back_in_an_empty_place_and_nothing_is_lost(lived_in, empty, tmp_path):
    file = tmp_path / "all.zip"

    code, said = lived_in.does("backup", str(file))
    assert code == 0, said
    assert "tables" in said
    assert file.stat().st_mode & 0o077 == 0  # nobody else on the machine reads it

    code, said = empty.does("restore", str(file))
    assert code == 0, said
    assert "each as it was" in said
    for check in ("verify_audit", "verify_receipts"):
        code, said = empty.does(check)
        assert code == 0, (check, said)
    again = tmp_path / "again.zip"
    assert empty.does("backup", str(again))[0] == 0
    assert _list(again)["tables"] == _list(file)["tables"]

    code, said = empty.does("restore", str(file))
    assert code == 1
    assert "already" in said
    code, said = lived_in.does("backup", str(file))
    assert code == 1
    assert "is there already" in said


def _list(file):
    with ZipFile(file) as packed:
        return json.loads(packed.read("stafett.json"))


def test_a_damaged_copy_is_refused_in_words(empty, tmp_path):
    file = tmp_path / "half.zip"
    file.write_bytes(b"PK\x03\x04 not all of it")

    code, said = empty.does("restore", str(file))

    assert code == 1
    assert "is no copy that `backup` made" in said
    assert "Traceback" not in said


def test_a_copy_that_is_not_there_is_said_so(empty, tmp_path):
    code, said = empty.does("restore", str(tmp_path / "none.zip"))

    assert (code, "There is no file" in said) == (1, True)
