"""``./run serve``: the program for real use, on the databases of its settings."""

import os
from typing import NoReturn

from tools import house
from tools.demo import HOST, chosen_port, refuse_taken, server_command
from tools.shell import PYTHON, give_up, run, say


def main(_arguments: list[str]) -> NoReturn:
    """Collect static files, and become the server: this does not return."""
    port = chosen_port()
    refuse_taken(port)
    house.set_up("app")
    if run([PYTHON, "-m", "stafett", "collectstatic", "--no-input", "--verbosity", "0"]):
        give_up("Static files could not be collected: the lines above say why.")
    say(f"Stafett runs at http://{HOST}:{port}/ - stop it with Ctrl-C.")
    os.execv(PYTHON, server_command(port))
