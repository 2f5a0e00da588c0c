"""Writing a file so that it is never half there, and one writer at a time."""

from __future__ import annotations

import contextlib
import os
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeVar

_LOCK_WAIT, _LOCK_STALE, _REFUSED_WAIT = 12.0, 10.0, 0.5  # seconds
_WINDOWS = os.name == "nt"
T = TypeVar("T")


def write_atomically(path: Path, text: str) -> None:
    """Replace the file at ``path`` with ``text``: either all of it is on disk when this returns, or nothing changed."""
    rough = path.with_name(f".{path.name}.{os.getpid()}.{uuid.uuid4().hex[:8]}.part")
    try:
        # Half an emoji, pasted into a note, has no UTF-8 form: it becomes a question mark and saves the rest.
        with open(rough, "w", encoding="utf-8", errors="replace", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _patiently(lambda: os.replace(rough, path))
    finally:
        with contextlib.suppress(OSError):
            rough.unlink(missing_ok=True)


@contextlib.contextmanager
def locked(path: Path) -> Iterator[None]:
    """Hold ``<path>.lock`` while writing. A lock that is ten seconds old belongs to a dead program and is taken over.

    A lock file, not a lock call: those differ between systems. Raises OSError when somebody else holds it for too long.
    The browser edition goes without: its drive cannot make a file only if it is new, and every step of a lock there is
    a message to the page and back, which a reader would wait for at each mark.
    """
    if sys.platform == "emscripten":
        yield
        return
    lock, token = path.with_name(f".{path.name}.lock"), uuid.uuid4().hex
    until = time.monotonic() + _LOCK_WAIT
    while not _patiently(lambda: _take(lock, token)):
        _remove_if_stale(lock)
        if time.monotonic() > until:
            raise OSError(11, "another notebook is saving at this moment")
        time.sleep(0.005)
    try:
        yield
    finally:
        with contextlib.suppress(OSError):
            # Not ours any more if we were so slow that somebody took it for stale.
            if lock.read_text(encoding="ascii") == token:
                lock.unlink()


def _patiently(act: Callable[[], T]) -> T:
    """What ``act()`` returns. Windows refuses what touches a file that is just being read or deleted, as it refuses a folder
    that may not be written to: there it is tried again for a moment."""
    until = time.monotonic() + _REFUSED_WAIT
    while True:
        try:
            return act()
        except PermissionError:
            if not _WINDOWS or time.monotonic() > until:
                raise
            time.sleep(0.01)


def _take(lock: Path, token: str) -> bool:
    try:
        with os.fdopen(os.open(lock, os.O_CREAT | os.O_EXCL | os.O_WRONLY), "w") as file:
            file.write(token)
    except FileExistsError:
        return False
    return True


def _remove_if_stale(lock: Path) -> None:
    with contextlib.suppress(OSError):
        if time.time() - lock.stat().st_mtime <= _LOCK_STALE:
            return
        aside = lock.with_name(f"{lock.name}.{uuid.uuid4().hex[:8]}")
        lock.rename(aside)
        # Two may have seen the stale lock: who moved a fresh one by mistake gives it back.
        if time.time() - aside.stat().st_mtime <= _LOCK_STALE and not lock.exists():
            aside.rename(lock)
        else:
            aside.unlink()
