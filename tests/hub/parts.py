"""What a hub needs beside Python: the proxy in front of it, which is written for Node, and git, which fetches notebooks."""

import filecmp
import shutil
import subprocess
import sys
from pathlib import Path

WISHES = Path(__file__).parent / "proxy"  # package.json, and the lock: every package with its hash and no address
HOME = Path(sys.prefix) / "node"
PROGRAM = HOME / "node_modules" / ".bin" / "configurable-http-proxy"


class Missing(Exception):
    """One sentence: what is not there, and what to do."""


def proxy() -> Path:
    """The proxy's program, fetched into .venv when it is not there in the locked version. Raises Missing."""
    for program in ("git", "node", "npm"):
        if not shutil.which(program):
            raise Missing(f"No {program} on this machine, which a JupyterHub needs: install it.")
    lock = "package-lock.json"
    if not (PROGRAM.exists() and filecmp.cmp(WISHES / lock, HOME / lock, shallow=False)):
        _fetch()
    return PROGRAM


def _fetch():
    HOME.mkdir(exist_ok=True)
    for wish in WISHES.iterdir():
        shutil.copy(wish, HOME)
    # No scripts of strangers: the proxy needs none.
    command = ["npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"]
    done = subprocess.run(command, cwd=HOME, capture_output=True, text=True, timeout=300, check=False)
    if done.returncode:
        raise Missing("npm could not fetch JupyterHub's proxy: check that this computer is online."
                      f" It said: {done.stderr.strip()[-500:]}")
