"""The real server for browser tests: its own data folder, set up by the command line, stopped by pid."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = ROOT / "examples" / "tianjin-2019"
START_SECONDS = 60
STOP_SECONDS = 15


@dataclass
class Server:
    """Granian with one data folder on a free port of 127.0.0.1.

    Commands run with the same environment, so what they write is what the server shows.
    """

    data: Path
    port: int = field(default_factory=lambda: _free_port())
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """Where it answers, without a slash at the end."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def environment(self) -> dict[str, str]:
        """The environment of an operator: nothing of the test settings leaks into it."""
        inherited = {k: v for k, v in os.environ.items() if not k.startswith(("JIEDUI_", "DJANGO_"))}
        inherited.pop("DATABASE_URL", None)
        own = {"JIEDUI_DATA": str(self.data), "DJANGO_SETTINGS_MODULE": "jiedui.settings"}
        return inherited | own | {"LC_ALL": "C.UTF-8", "PYTHONPATH": str(ROOT)}

    def jiedui(self, *arguments: str) -> str:
        """Run ``jiedui …`` and return what it printed; a failure is shown with its whole output."""
        return self.run("-c", "from jiedui.cli.main import main; main()", *arguments)

    def django(self, *arguments: str) -> str:
        """Run one of Django's own commands."""
        return self.run("-m", "django", *arguments)

    def run(self, *arguments: str) -> str:
        """Run Python in the server's environment."""
        command = [sys.executable, *arguments]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, capture_output=True, text=True)  # noqa: S603
        if done.returncode:
            raise AssertionError(f"{' '.join(arguments)} failed:\n{done.stdout}{done.stderr}")
        return done.stdout

    def prepare(self) -> None:
        """Create the tables and collect the static files, as ``jiedui up`` does, and load the example."""
        self.data.mkdir(parents=True, exist_ok=True)
        self.django("migrate", "--verbosity", "0")
        self.django("collectstatic", "--no-input", "--verbosity", "0")
        self.jiedui("load", str(EXAMPLE))

    def command(self) -> list[str]:
        """What is run: granian alone."""
        granian = ["-m", "granian", "--interface", "wsgi", "jiedui.wsgi:application"]
        return [*granian, "--host", "127.0.0.1", "--port", str(self.port), "--blocking-threads", "4"]

    def start(self) -> None:
        """Serve and wait until it answers."""
        command = [sys.executable, *self.command()]
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(  # noqa: S603
                command, cwd=ROOT, env=self.environment, stdout=log, stderr=log
            )
        deadline = time.monotonic() + START_SECONDS
        while not _listens(self.port):
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise AssertionError(f"the server did not start:\n{self.log.read_text()}")
            time.sleep(0.1)

    def stop(self) -> None:
        """End the server that was started here, and no other."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()

    @property
    def log(self) -> Path:
        """What the server said."""
        return self.data / "server.log"


@dataclass
class Up(Server):
    """The whole software as an operator starts it."""

    def command(self) -> list[str]:
        """``jiedui up`` on this server's port."""
        entry = ["-c", "from jiedui.cli.main import main; main()", "up", "--no-browser", "--no-example"]
        return [*entry, "--port", str(self.port)]


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _listens(port: int) -> bool:
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0
