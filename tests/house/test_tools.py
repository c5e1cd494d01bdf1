"""What ``./run`` says and refuses."""

import ast
import re
import socket
import subprocess
import tomllib
from contextlib import closing
from importlib import import_module
from importlib.util import find_spec

import polib
import pytest
from packaging.requirements import Requirement

from tests.house.rooms import ROOT
from tools import generate, house, locking, serving, testing, translations

LOCKS = sorted((ROOT / "requirements").glob("*.txt"))

# --- translations -----------------------------------------------------------------------------

TEMPLATE = """
{% translate "Save" %}
{% blocktranslate trimmed count total=n with name=who %}
  {{ name }} has one need
{% plural %}
  {{ name }} has {{ total }} needs
{% endblocktranslate %}
"""
CODE = '_("Save")\npgettext("track", "Lap")\n_("More than %(share)s %%")\n'


@pytest.fixture
def source(tmp_path, monkeypatch):
    templates = tmp_path / "needs" / "templates" / "needs"
    templates.mkdir(parents=True)
    (templates / "list.html").write_text(TEMPLATE)
    (tmp_path / "needs" / "forms.py").write_text(CODE)
    monkeypatch.setattr(translations, "SOURCE", tmp_path)
    monkeypatch.setattr(translations, "texts", lambda find=translations.texts: find(tmp_path))
    return tmp_path


def _translate(language):
    catalogue = polib.pofile(str(translations.catalogue_path(language)))
    for entry in catalogue:
        entry.msgstr = "" if entry.msgid_plural else f"X {entry.msgid}"
        if entry.msgid_plural:
            entry.msgstr_plural = {0: f"X {entry.msgid_plural}", 1: f"X {entry.msgid_plural}"}
    catalogue.save()
    return catalogue


@pytest.fixture
def translated(source, capsys):
    translations.update()
    for language in translations.LANGUAGES:
        _translate(language)
    return source


def test_texts_are_found_in_code_and_templates(source):
    found = translations.texts()

    assert list(found) == [
        (None, "%(name)s has one need"),
        ("track", "Lap"),
        (None, "More than %(share)s %%"),
        (None, "Save"),
    ]
    assert found[None, "%(name)s has one need"].many == "%(name)s has %(total)s needs"
    assert found[None, "Save"].files == {"needs/forms.py", "needs/templates/needs/list.html"}


def test_a_text_inside_a_text_is_found(source):
    (source / "needs" / "inside.py").write_text("says = f\"{_('Inside')} {name}\"\n")

    assert (None, "Inside") in translations.texts()


def test_a_translated_program_has_no_complaints(translated):
    assert translations.complaints() == []


def test_updating_twice_changes_nothing(translated, capsys):
    translations.update()
    once = translations.catalogue_path("nn").read_text()
    translations.update()

    assert translations.catalogue_path("nn").read_text() == once
    assert 'msgstr "X Save"' in once


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        (lambda entry: setattr(entry, "msgstr", ""), "nn: not translated: 'Save'"),
        (lambda entry: entry.flags.append("fuzzy"), "nn: marked fuzzy: 'Save'"),
        (lambda entry: setattr(entry, "msgid", "Keep"), "nn: no longer in the code"),
        (lambda entry: setattr(entry, "msgstr", "Lagre %(what)s"), "nn: other placeholders"),
        (lambda entry: setattr(entry, "msgstr", "<b>Lagre</b>"), "nn: other placeholders or tags"),
        (lambda entry: setattr(entry, "msgstr", "Lagre "), "nn: begins or ends with other space"),
    ],
)
def test_a_catalogue_that_is_not_whole_is_refused(translated, change, complaint):
    catalogue = polib.pofile(str(translations.catalogue_path("nn")))
    change(catalogue.find("Save"))
    catalogue.save()

    assert any(said.startswith(complaint) for said in translations.complaints())


def test_one_may_be_told_with_or_without_its_number(translated):
    catalogue = polib.pofile(str(translations.catalogue_path("nn")))
    entry = catalogue.find("%(name)s has one need")
    entry.msgstr_plural[0] = "%(name)s har eitt behov"
    catalogue.save()
    assert translations.complaints() == []

    entry.msgstr_plural[1] = "%(name)s har fleire behov"
    catalogue.save()
    assert len(translations.complaints()) == 1


def test_a_new_text_is_missing_until_the_catalogue_is_updated(translated):
    (translated / "needs" / "views.py").write_text('_("Close the need")')

    assert translations.complaints() == [
        f"{language}: missing, run ./run translations: 'Close the need'"
        for language in ("nb", "nn")
    ]


# --- pages and locks --------------------------------------------------------------------------


def test_a_page_that_fell_behind_is_named(tmp_path, monkeypatch):
    monkeypatch.setattr(generate, "ROOT", tmp_path)
    generate.main()
    assert generate.complaints() == []

    (tmp_path / "docs/reference/settings.md").write_text("old")

    assert generate.complaints() == [
        "docs/reference/settings.md is not what the code says: run ./run generate"
    ]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda p: p.stem)
def test_locks_hold_hashes_and_no_addresses(lock):
    text = lock.read_text()

    assert "--hash=sha256:" in text
    assert not locking.FOREIGN.search(text)


def _declared():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    groups = {"app": project["project"]["dependencies"], **project["dependency-groups"]}
    return [(group, Requirement(line)) for group, lines in groups.items() for line in lines]


@pytest.mark.parametrize(("group", "wanted"), _declared(), ids=str)
def test_what_is_declared_is_locked(group, wanted):
    lock = (ROOT / "requirements" / f"{group}.txt").read_text()
    [version] = re.findall(rf"^{re.escape(wanted.name)}==(\S+)", lock, re.MULTILINE)

    assert wanted.specifier.contains(version)


@pytest.mark.parametrize(
    "line", ["--index-url https://packages.example/simple", "--find-links /srv/wheels"]
)
def test_an_address_in_a_lock_is_seen(line):
    assert locking.FOREIGN.search(line)


# --- running ----------------------------------------------------------------------------------


def test_run_without_words_tells_what_it_can_do():
    done = subprocess.run([ROOT / "run"], capture_output=True, text=True, check=True)

    assert all(f"./run {name}" in done.stdout for name in ("demo", "test", "check", "manage"))


def test_run_says_so_when_there_is_no_such_thing():
    done = subprocess.run([ROOT / "run", "dance"], capture_output=True, text=True, check=False)

    assert done.returncode == 1
    assert done.stderr.endswith("There is no './run dance'.\n")


def test_a_taken_port_is_told_with_what_to_do(capsys):
    with closing(socket.socket()) as somebody:
        somebody.bind((serving.HOST, 0))
        somebody.listen()
        port = somebody.getsockname()[1]

        with pytest.raises(SystemExit):
            serving.refuse_taken(port)

    assert f"Port {port} is taken: choose another" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["0", "65536", "http", "-1", ""])
def test_a_port_that_is_none_is_told_with_what_to_do(port, monkeypatch, capsys):
    monkeypatch.setenv("PORT", port)

    with pytest.raises(SystemExit):
        serving.chosen_port()

    assert "choose a number from 1 to 65535" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ("error: No space left on device (os error 28)", "The disk is full"),
        ("mkdir: Permission denied", "cannot be written to"),
        ("npm error code ENOTFOUND", "check the network"),
        ("error: Hash mismatch for `django`", "not the one that was locked"),
        ("something else", "Ask for help."),
    ],
)
def test_a_failure_ends_in_a_sentence(said, sentence, capsys):
    with pytest.raises(SystemExit):
        house.explain(said, "Ask for help.")

    assert sentence in capsys.readouterr().err


def test_nothing_is_fetched_where_everything_came_along(tmp_path, monkeypatch):
    fetched = []
    steps = ("fetch_python_packages", "make_package_findable", "fetch_browser_packages")
    for step in (*steps, "compile_translations"):
        monkeypatch.setattr(house, step, lambda *_given, name=step, **_told: fetched.append(name))
    monkeypatch.setattr(house, "COMPLETE", tmp_path / "complete")
    house.set_up("app")
    assert fetched == [*steps, "compile_translations"]

    (tmp_path / "complete").touch()
    house.set_up("app")

    assert len(fetched) == 4


@pytest.fixture
def fetched(tmp_path, monkeypatch):
    """Return the lists that are installed, each time some are, in an environment of its own."""
    installed = []

    def run_quietly(command, **_environment):
        installed.append([path.stem for path in command if path in LOCKS])
        return 0, ""

    for step in ("make_package_findable", "compile_translations"):
        monkeypatch.setattr(house, step, lambda: None)
    monkeypatch.setattr(house, "fetch_browser_packages", lambda *, dev: None)
    monkeypatch.setattr(house, "_machine_has_node", lambda: True)
    monkeypatch.setattr(house, "run_quietly", run_quietly)
    monkeypatch.setattr(house, "STAMPS", tmp_path)
    monkeypatch.setattr(house, "COMPLETE", tmp_path / "complete")
    monkeypatch.delenv("STAFETT_DASK", raising=False)
    return installed


def test_what_reaches_a_cluster_is_fetched_when_there_is_one_and_stays(fetched, monkeypatch):
    house.set_up("app")
    assert fetched == [["app", "setup"]]

    monkeypatch.setenv("STAFETT_DASK", "tcp://10.0.0.5:8786")
    house.set_up("app")
    assert fetched[1:] == [["app", "grow", "setup"]]

    monkeypatch.delenv("STAFETT_DASK")
    house.set_up("app")
    assert len(fetched) == 2, "nothing is thrown out"


def test_a_changed_lock_brings_what_reaches_a_cluster_too(fetched, monkeypatch):
    monkeypatch.setenv("STAFETT_DASK", "tcp://10.0.0.5:8786")
    house.set_up("app")
    monkeypatch.setattr(house, "_digest", lambda file: "another")

    house.set_up("app")

    assert fetched == [["app", "grow", "setup"]] * 2


# --- groups of tests --------------------------------------------------------------------------


def _chosen(*words, databases=None):
    return testing.groups(list(words), databases or {"STAFETT_DATABASE_URL": "postgresql://"})


def test_all_groups_are_run_when_nothing_is_chosen():
    assert [group.name for group in _chosen("-x")] == [
        "sqlite", "postgresql", "calculator", "browser",
    ]  # fmt: skip


def test_a_path_chooses_its_groups():
    assert [group.name for group in _chosen("tests/house")] == ["sqlite", "postgresql"]
    assert [group.name for group in _chosen("tests/browser")] == ["browser"]
    assert [group.name for group in _chosen("tests/calculator")] == ["calculator"]


@pytest.mark.parametrize(
    ("program", "says"),
    [
        ("chromium", "not run here: browser, because no Chromium was found"),
        ("calculator", "not run here: calculator, because LibreOffice was not found"),
    ],
)
def test_what_cannot_run_is_named_and_fails_where_nothing_may_be_left_out(
    program, says, monkeypatch, capsys
):
    monkeypatch.setattr(testing, program, lambda: None)
    lacking = [group for group in _chosen() if group.lacks]
    passed = [testing.Outcome(group, testing.PASSED, 1.0) for group in _chosen("tests/house")]

    assert testing.tell(passed, lacking, nothing_left_out=False) == 0
    assert testing.tell(passed, lacking, nothing_left_out=True) == 1
    assert says in capsys.readouterr().out


def test_no_test_at_all_is_a_failure(capsys):
    nothing = [testing.Outcome(group, testing.NONE_CHOSEN, 1.0) for group in _chosen()]

    assert testing.tell(nothing, [], nothing_left_out=False) == 1


# --- benchmarks -------------------------------------------------------------------------------

OURS = {"stafett", "benchmarks", "tests", "tools"}
BENCHMARKS = sorted((ROOT / "benchmarks").glob("*.py"))


def names_asked_for(path):
    """Yield what a file imports of our own, also inside functions: a module, and a name in it."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.ImportFrom) and node.module.split(".")[0] in OURS:
            yield from ((node.module, alias.name) for alias in node.names)


@pytest.mark.parametrize("path", BENCHMARKS, ids=lambda path: path.stem)
def test_what_a_benchmark_asks_for_is_there(path):
    """Benchmarks run once in a while: what one imports late would be missed first then."""
    for module, name in names_asked_for(path):
        assert hasattr(import_module(module), name) or find_spec(f"{module}.{name}"), (module, name)
