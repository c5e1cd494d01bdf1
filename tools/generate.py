"""Reference pages that are written from the code, so that they cannot fall behind it.

``./run generate`` writes them, ``./run check`` compares. A new page is a line in ``PAGES``.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, get_args

from django import setup
from django.apps import apps
from django.utils import translation
from pydantic.fields import FieldInfo

from tools.shell import ROOT, say

if TYPE_CHECKING:
    from stafett.journey.calculations import Page as Calculations
    from stafett.journey.calculations.worked import Step as Line
    from stafett.journey.calculations.worked import Worked
    from stafett.journey.rulebook import Machine, Page, Row


def settings_page() -> str:
    """What an installation can set, from the class that reads it."""
    from stafett.config.environment import Environment

    prefix = Environment.model_config["env_prefix"]
    rows = [
        f"| `{prefix}{name.upper()}` | {_kind(setting)} | {_default(setting)} | "
        f"{_cell(setting.description or '')} |"
        for name, setting in Environment.model_fields.items()
    ]
    return "\n".join(
        [
            "# Settings",
            "",
            "Each setting is an environment variable. None is needed to try the program.",
            "",
            "| variable | kind | default | what it does |",
            "|---|---|---|---|",
            *rows,
            "",
        ]
    )


def _kind(setting: FieldInfo) -> str:
    kinds = get_args(setting.annotation) or (setting.annotation,)
    words = {str: "text", bool: "`true` or `false`", int: "number", float: "number"}
    return " or ".join(words.get(kind, "folder") for kind in kinds if kind is not type(None))


def _default(setting: FieldInfo) -> str:
    if setting.default in ("", None):
        return "empty"
    default = setting.default
    return f"`{str(default).lower() if isinstance(default, bool) else default}`"


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")


def rules_page(language: str) -> str:
    """Every rule the program holds, from each room's ``RULES``."""
    from stafett.journey import rulebook

    with translation.override(language):
        rows = [
            [rule.id, rulebook.HOW[rule.how].word, rule.says, rule.why, rule.where]
            for rule in rulebook.rules()
        ]
        meanings = [f"- **{how.word}**: {how.means}" for how in rulebook.HOW.values()]
        return _page(rulebook.RULES_PAGE, [*meanings, "", *_table(rulebook.RULES_PAGE, rows)])


def states_page(language: str) -> str:
    """What states things go through, from each room's ``STATES``."""
    from stafett.journey import rulebook

    with translation.override(language):
        lines: list[str] = []
        for machine in rulebook.MACHINES:
            rows = [[row.word, _steps(row), row.otherwise] for row in machine.rows]
            table = _table(rulebook.STATES_PAGE, rows)
            lines += [f"## {machine.name}", "", *_diagram(machine), "", *table, ""]
        return _page(rulebook.STATES_PAGE, lines[:-1])


def _steps(row: "Row") -> str:
    from stafett.journey import rulebook

    done = [f"{step.did} → {step.to}" if step.to else str(step.did) for step in row.steps]
    return "; ".join(done) or str(rulebook.NOTHING_TO_DO)


def _diagram(machine: "Machine") -> Iterator[str]:
    """Draw states in the language that GitHub and GitLab draw from."""
    steps = [(here, did, then) for here, can in machine.states.items() for did, then in can.items()]
    yield from ["```mermaid", "stateDiagram-v2"]
    yield from (f'    state "{machine.word(state)}" as {state}' for state in machine.states)
    yield f"    [*] --> {next(iter(machine.states))}"
    yield from (f"    {here} --> {then}: {machine.did[did]}" for here, did, then in steps)
    yield from (
        f"    {state} --> [*]"
        for state, can in machine.states.items()
        if {state} >= {*can.values()}
    )
    yield "```"


def calculations_page(language: str) -> str:
    """How figures are reckoned, in worked examples, from journey's ``calculations``."""
    from stafett.journey import calculations

    with translation.override(language):
        lines: list[str] = []
        for topic in calculations.TOPICS:
            lines += ["", f'## <a id="{topic.key}"></a>{topic.title}', "", str(topic.lead)]
            for example in topic.examples:
                lines += _example(calculations.PAGE, example)
        return _page(calculations.PAGE, lines[1:])


def _example(page: "Calculations", example: "Worked") -> Iterator[str]:
    yield from ["", f'### <a id="{example.key}"></a>{example.title}', "", str(example.shows), ""]
    yield from [f"> {example.rule}", "", f"{page.given}:", ""]
    yield f"| {' | '.join(_cell(str(head)) for head in example.heads)} |"
    yield f"|{'|'.join('---:' if is_figure else '---' for _, is_figure in example.columns)}|"
    for row in example.shown_rows:
        yield f"| {' | '.join(_cell(cell) for cell, _ in row)} |"
    yield from ["", f"{page.answers}:", ""]
    yield from (f"- {answer.says}: **{answer.shown}**" for answer in example.answers)
    yield from ["", f"{page.by_hand}:", ""]
    yield from (f"1. {_line(step)}" for step in example.by_hand)
    if example.source:
        yield from ["", f"{page.source}: {example.source}"]


def _line(step: "Line") -> str:
    return f"{step.says}: {step.shown}" if step.sum else str(step.says)


def _page(page: "Page | Calculations", lines: Iterable[str]) -> str:
    return "\n".join([f"# {page.title}", "", str(page.lead), "", *lines, ""])


def _table(page: "Page", rows: Iterable[Iterable[object]]) -> Iterator[str]:
    for cells in (page.heads, ["---"] * len(page.heads), *rows):
        yield f"| {' | '.join(_cell(str(cell)) for cell in cells)} |"


def _in_each_language(name: str, page: Callable[[str], str]) -> dict[str, Callable[[], str]]:
    """Return a page in English, and beside it in bokmål and nynorsk."""
    return {
        f"docs/reference/{name}{'' if language == 'en' else f'.{language}'}.md": partial(
            page, language
        )
        for language in ("en", "nb", "nn")
    }


def exit_page() -> str:
    """What an organisation that leaves takes along, from the models and their owners."""
    from stafett.files.queries import leaving
    from stafett.files.rules.leaving import ELSEWHERE, OURS, VERSION

    with translation.override("en"):
        told = [
            line
            for label, kind in leaving.schema()["$defs"].items()
            if label in OURS
            for line in _kind_told(label, kind)
        ]
        others = [f"- `{label}`: {why}." for label, why in ELSEWHERE.items()]
    return "\n".join(
        [
            "# What an organisation takes along",
            "",
            "An administrator downloads all that the organisation owns as one zip, at «Our",
            f"organisation». This is version {VERSION} of the format.",
            "",
            "- `about.json`: when, by whom, for which organisation, how many rows of each kind,",
            "  and what is not in it and why. `left_out.rows` is always 0.",
            "- `schema.json`: the JSON Schema of every kind, the same as",
            "  [exit-export.schema.json](exit-export.schema.json).",
            "- `<kind>.json`: a list with every row of that kind, in the order of their ids.",
            "",
            "Amounts are texts with a decimal point, days and moments ISO 8601, bytes base64.",
            'What points to something else is `{"kind": ..., "id": ..., "called": ...}`;',
            "`called` stands where the other is an organisation or one of your own people. Names",
            "of people elsewhere are `null`, and counted in `about.json`. Receipts are whole.",
            "",
            "## Kinds",
            "",
            *told,
            "## Not in it",
            "",
            *others,
            "",
        ]
    )


def _kind_told(label: str, kind: dict[str, Any]) -> list[str]:
    named = ", ".join(f"`{name}`" for name in kind["properties"])
    return [f"### {label}", "", kind["description"], "", named, ""]


def exit_schema() -> str:
    """The same for programs: the schema that stands in the file itself."""
    from stafett.files.queries import leaving

    return json.dumps(leaving.schema(), indent=1, ensure_ascii=False) + "\n"


PAGES: dict[str, Callable[[], str]] = {
    "docs/reference/exit-export.md": exit_page,
    "docs/reference/exit-export.schema.json": exit_schema,
    "docs/reference/settings.md": settings_page,
    **_in_each_language("rules", rules_page),
    **_in_each_language("states", states_page),
    **_in_each_language("calculations", calculations_page),
}


def read_the_program() -> None:
    """Let rooms be read, without a database behind them."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stafett.config.settings")
    os.environ.setdefault("STAFETT_SECRET_KEY", "signs nothing: pages are written, then it ends")
    if not apps.ready:
        setup()


def complaints() -> list[str]:
    """Return which pages are not what the code says."""
    read_the_program()
    return [
        f"{path} is not what the code says: run ./run generate"
        for path, page in PAGES.items()
        if not (ROOT / path).exists() or (ROOT / path).read_text(encoding="utf-8") != page()
    ]


def main() -> None:
    """Write every page."""
    read_the_program()
    for path, page in PAGES.items():
        (ROOT / path).parent.mkdir(parents=True, exist_ok=True)
        (ROOT / path).write_text(page(), encoding="utf-8")
        say(f"Wrote {path}")


def compare() -> int:
    """Say which pages are behind the code."""
    behind = complaints()
    for complaint in behind:
        say(complaint)
    return int(bool(behind))


if __name__ == "__main__":
    os.chdir(ROOT)
    if "--compare" in sys.argv:
        sys.exit(compare())
    main()
