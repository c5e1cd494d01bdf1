"""``./run serve``: the program for real use, on the databases of its settings."""

import http.client
import os
import signal
import socket
import subprocess
import threading
import time
from contextlib import closing

from tools import house
from tools.shell import PYTHON, ROOT, give_up, run, say

HOST = "127.0.0.1"
WORKERS, BLOCKING_THREADS = 2, 4
PATIENCE_SECONDS = 60
WORKER = [str(PYTHON), "-m", "stafett", "work"]


def main(_arguments: list[str]) -> int:
    """Collect static files, and serve."""
    port = chosen_port()
    refuse_taken(port)
    house.set_up("app")
    if run([PYTHON, "-m", "stafett", "collectstatic", "--no-input", "--verbosity", "0"]):
        give_up("Static files could not be collected: the lines above say why.")
    return serve(port, host=os.environ.get("HOST", HOST))


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


def serve(port: int, told: str = "", *, host: str = HOST) -> int:
    """Serve, with a worker beside, until somebody says stop or one of them ends."""
    server, worker = _start(server_command(port, host=host)), _start(WORKER)
    asked_to_stop = _pass_signals_on_to(server, worker)
    threading.Thread(target=_end_together, args=(worker, server), daemon=True).start()
    if answers(server, port):
        say(f"{told}Stafett runs at http://{host}:{port}/ - stop it with Ctrl-C.")
    else:
        server.terminate()
    _end_together(server, worker)
    if not asked_to_stop.is_set():
        give_up("Stafett does not answer as it should: the lines above say why.")
    say("Stafett has stopped.")
    return 0


def _start(command: list[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(command, cwd=ROOT, start_new_session=True)


def _end_together(first: subprocess.Popen[bytes], other: subprocess.Popen[bytes]) -> None:
    """When one has ended, let the other end too: half a program helps nobody."""
    first.wait()
    other.terminate()
    other.wait()


def server_command(port: int, workers: int = WORKERS, *, host: str = HOST) -> list[str]:
    """Return the command that serves the program: workers, and threads that may wait."""
    return [
        str(PYTHON), "-m", "granian", "--interface", "wsgi", "--host", host, "--port", str(port),
        "--workers", str(workers), "--blocking-threads", str(BLOCKING_THREADS),
        "--log-level", "warning", "stafett.config.wsgi:application",
    ]  # fmt: skip


def _pass_signals_on_to(*processes: subprocess.Popen[bytes]) -> threading.Event:
    """They finish what they have in hand, and then we leave with them."""
    asked = threading.Event()

    def stop(_number: int, _frame: object) -> None:
        asked.set()
        for process in processes:
            process.terminate()

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
