"""A desktop nobody sees: X server, window manager, session bus, accessibility, speech into a file, Orca."""

import os
import shutil
import subprocess
from pathlib import Path

from ..lab import until
from .enclosure import Unable, chromium

CONFIG = Path(__file__).resolve().parent / "config"
SIZE = "1280,1000"
CHROMIUM_SWITCHES = [
    "--force-renderer-accessibility",
    "--no-sandbox",
    "--test-type",  # no bar that warns of the switch above
    "--no-first-run",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # All that is not on this machine goes to a proxy that does not exist.
    "--proxy-server=127.0.0.1:9",
    "--proxy-bypass-list=127.0.0.1",
    "--window-position=0,0",
    f"--window-size={SIZE}",
]
# What the user's own desktop, language and Python have put into the environment.
FOREIGN = ("XDG_", "XAUTHORITY", "DBUS_", "SESSION_", "WAYLAND_", "GTK_", "QT_", "AT_SPI", "SPEECHD_",
           "LC_", "LANGUAGE", "PYTHON")


class Desktop:
    """The programs, started as they need each other, ended the other way round; all files in one folder."""

    def __init__(self, home: Path, display: int):
        self.home, self.display, self.started = home, display, []
        for name in ("runtime", "home", "config", "data/orca", "cache", "log"):
            (home / name).mkdir(parents=True)
        (home / "runtime").chmod(0o700)
        shutil.copy(CONFIG / "orca-customizations.py", home / "data/orca")
        self.bus, self.speech = home / "runtime/bus", home / "runtime/speech"
        self.spoken, self.debug = home / "log/spoken", home / "log/orca-debug"
        self.environment = self._environment()

    def _environment(self):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
        return kept | {
            "LANG": "C.UTF-8",
            "DISPLAY": f":{self.display}",
            "HOME": str(self.home / "home"),
            "XDG_RUNTIME_DIR": str(self.home / "runtime"),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "DBUS_SESSION_BUS_ADDRESS": f"unix:path={self.bus}",
            "GSETTINGS_BACKEND": "memory",
            "SPEECHD_ADDRESS": f"unix_socket:{self.speech}",
            "ALSA_CONFIG_PATH": str(CONFIG / "asound.conf"),
            "ORCA_CHECK_SPOKEN": str(self.spoken),
        }

    def __enter__(self):
        try:
            self._start()
        except BaseException:
            self.stop()
            raise
        return self

    def __exit__(self, *_):
        self.stop()

    def _start(self):
        size = SIZE.replace(",", "x")
        # Without -r a machine that is slow to let a key go would press it again and again.
        self.run("Xvfb", f":{self.display}", "-r", "-screen", "0", f"{size}x24", "-nolisten", "tcp")
        self.wait(Path(f"/tmp/.X11-unix/X{self.display}").exists, "the X server is up")
        self.run("openbox")
        self.run("dbus-daemon", "--session", "--nofork", "--nopidfile", f"--address=unix:path={self.bus}")
        self.wait(self.bus.exists, "the session bus is up")
        # Chromium and Orca look here whether anybody needs them.
        self.switch_on("IsEnabled")
        self.switch_on("ScreenReaderEnabled")
        self.run("speech-dispatcher", "--run-single", "--timeout=0",
                 "--communication-method=unix_socket", f"--socket-path={self.speech}",
                 f"--config-dir={CONFIG / 'speech-dispatcher'}", f"--log-dir={self.home / 'log'}")
        self.wait(self.speech.exists, "speech-dispatcher is up")
        self.run("orca", f"--debug-file={self.debug}")
        self.wait(self.debug.exists, "Orca is up")

    def switch_on(self, name):
        """Sets one of the two flags of the accessibility bus, which starts with the first call."""
        subprocess.run(
            ["dbus-send", "--session", "--print-reply", "--dest=org.a11y.Bus", "/org/a11y/bus",
             "org.freedesktop.DBus.Properties.Set", "string:org.a11y.Status", f"string:{name}",
             "variant:boolean:true"],
            env=self.environment, check=True, capture_output=True, timeout=60,
        )

    def open(self, url):
        """Chromium with nothing but this page, and focus in it."""
        self.run(chromium(), *CHROMIUM_SWITCHES, f"--user-data-dir={self.home / 'profile'}", f"--app={url}")

    def run(self, program, *arguments):
        """Starts a program in the background; what it prints goes to a log named like it."""
        with (self.home / "log" / Path(program).name).open("w") as log:
            process = subprocess.Popen([program, *arguments], env=self.environment, cwd=self.home,
                                       stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT)
        self.started.append(process)

    def wait(self, probe, fact):
        """Until the fact is true; a program that has ended in the meantime is named."""
        def look():
            self.check()
            return probe()
        until(look, fact, timeout=60)

    def check(self):
        """Raises Unable if a program has ended by itself."""
        for process in self.started:
            if process.poll() is not None:
                name = Path(process.args[0]).name
                said = (self.home / "log" / name).read_text(errors="replace").strip()[-500:]
                raise Unable(f"{name} ended by itself (code {process.returncode}): {said or 'no word'}")

    def stop(self):
        """Ends every program, the last one first. What still lives then ends with the process space."""
        for process in reversed(self.started):
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
