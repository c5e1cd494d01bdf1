"""``./run demo``: set everything up, fill in invented people and needs, and serve."""

import os

from tools import house, serving
from tools.shell import PYTHON, ROOT, run_quietly, say

DATA = ROOT / "var" / "demo"


def main(_arguments: list[str]) -> int:
    """Set up, fill, serve."""
    port = serving.chosen_port()
    serving.refuse_taken(port)
    house.set_up("app")
    _choose_demo_settings(port)
    _manage("Preparing the database (municipalities and counties)", "prepare")
    _collect_static_files()
    people = _manage("Filling in invented people and needs", "seed_demo")
    return serving.serve(port, f"\n{people}\n\n")


def _choose_demo_settings(port: int) -> None:
    """A demo has its own data folder: it touches no database in use, and sends no mail."""
    for name in [name for name in os.environ if name.startswith("STAFETT_")]:
        del os.environ[name]
    os.environ["STAFETT_DEMO"] = "1"
    os.environ["STAFETT_DATA_DIR"] = str(DATA)
    os.environ["STAFETT_PUBLIC_ADDRESS"] = f"http://{serving.HOST}:{port}"


def _collect_static_files() -> None:
    files = sorted(path for path in ROOT.glob("src/stafett/*/static/**/*") if path.is_file())
    stamp = house.Stamp("static", [ROOT / "requirements" / "app.txt", *files])
    if not (stamp.holds() and (DATA / "static" / "staticfiles.json").exists()):
        _manage("Collecting static files", "collectstatic", "--no-input", "--verbosity", "0")
        stamp.set()


def _manage(sentence: str, *command: str) -> str:
    say(sentence)
    code, said = run_quietly([PYTHON, "-m", "stafett", *command])
    if code:
        house.explain(said, f"'{sentence}' failed: the lines above say why.", house.FOLDER)
    return said.strip()
