"""``./run demo``: set everything up, fill in invented people and needs, and serve."""

import http.client
import os
import signal
import socket
import subprocess
import threading
import time
from contextlib import closing

from tools import house
from tools.shell import PYTHON, ROOT, give_up, run_quietly, say

HOST = "127.0.0.1"
DATA = ROOT / "var" / "demo"
WORKERS, BLOCKING_THREADS = 2, 4
PATIENCE_SECONDS = 60


def main(_arguments: list[str]) -> int:
    """Set up, fill, serve."""
    port = chosen_port()
    refuse_taken(port)
    house.set_up("app")
    _choose_demo_settings(port)
    _manage("Preparing the database (municipalities and counties)", "prepare")
    _collect_static_files()
    people = _manage("Filling in invented people and needs", "seed_demo")
    return _serve(port, people)


def chosen_port() -> int:
    """Return the port somebody asked for, or 8000."""
    port = os.environ.get("PORT", "8000")
    if not port.isdigit() or not 0 < int(port) < 65536:
        give_up(f"PORT is {port!r}: choose a number from 1 to 65535, e.g. PORT=8001 ./run demo")
    return int(port)


def refuse_taken(port: int) -> None:
    """Say so at once, rather than after a minute of set-up."""
    with closing(socket.socket()) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except PermissionError:
            give_up(f"Port {port} is for administrators: choose another, e.g. PORT=8001 ./run demo")
        except OSError:
            give_up(f"Port {port} is taken: choose another, e.g. PORT={port + 1} ./run demo")


def _choose_demo_settings(port: int) -> None:
    """A demo has its own data folder: it touches no database in use, and sends no mail."""
    for name in [name for name in os.environ if name.startswith("STAFETT_")]:
        del os.environ[name]
    os.environ["STAFETT_DEMO"] = "1"
    os.environ["STAFETT_DATA_DIR"] = str(DATA)
    os.environ["STAFETT_PUBLIC_ADDRESS"] = f"http://{HOST}:{port}"


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


def _serve(port: int, people: str) -> int:
    server = subprocess.Popen(server_command(port), cwd=ROOT, start_new_session=True)
    asked_to_stop = _pass_signals_on_to(server)
    if answers(server, port):
        say(f"\n{people}\n\nStafett runs at http://{HOST}:{port}/ - stop it with Ctrl-C.")
    else:
        server.terminate()
    server.wait()
    if not asked_to_stop.is_set():
        give_up("Stafett does not answer as it should: the lines above say why.")
    say("Stafett has stopped.")
    return 0


def server_command(port: int, workers: int = WORKERS) -> list[str]:
    """Return the command that serves the program: workers, and threads that may wait."""
    return [
        str(PYTHON), "-m", "granian", "--interface", "wsgi", "--host", HOST, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(BLOCKING_THREADS),
        "--log-level", "warning", "stafett.config.wsgi:application",
    ]  # fmt: skip


def _pass_signals_on_to(server: subprocess.Popen[bytes]) -> threading.Event:
    """The server finishes what it is answering, and then we leave with it."""
    asked = threading.Event()

    def stop(_number: int, _frame: object) -> None:
        asked.set()
        server.terminate()

    for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        signal.signal(number, stop)
    return asked


def answers(server: subprocess.Popen[bytes], port: int) -> bool:
    """Wait until the server answers; False if it does not."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        with closing(http.client.HTTPConnection(HOST, port, timeout=PATIENCE_SECONDS)) as visit:
            try:
                visit.request("GET", "/")
                return visit.getresponse().status < 500
            except OSError:
                time.sleep(0.1)
    return False
