"""``jiedui up``: prepare the database, load the example into an empty one, serve, open a browser."""

from __future__ import annotations

import socket
import sys
import threading
import time
import webbrowser
from pathlib import Path
from typing import Annotated

import typer
from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from rich.console import Console

from jiedui.cli.processes import Together
from jiedui.kernel.errors import JieduiError

EXAMPLE = Path("examples") / "tianjin-2019"
EXAMPLE_USER, EXAMPLE_PASSWORD = "office", "jiedui-example"  # as the example pack says
console = Console()


class PortTaken(JieduiError):
    """Somebody else listens there."""

    code = "port_taken"
    message = gettext_lazy(
        "Port %(port)d on %(host)s is taken (%(why)s). Choose another: jiedui up --port %(next)d"
    )


def up(
    port: Annotated[int, typer.Option(help="Port to listen on; 0 takes a free one.")] = 8000,
    host: Annotated[str, typer.Option(help="Address to listen on.")] = "127.0.0.1",
    example: Annotated[bool, typer.Option(help="Load the example into an empty database.")] = True,
    browser: Annotated[bool, typer.Option(help="Open a browser when the server answers.")] = True,
) -> None:
    """Set up and serve: the web server, the background worker and its clock, until Ctrl-C."""
    port = free_port(host, port)
    with console.status(_("Preparing the database and the static files …")):
        call_command("migrate", verbosity=0)
        call_command("collectstatic", interactive=False, verbosity=0)
    if example:
        load_example()
    raise typer.Exit(serve(host, port, browser=browser))


def free_port(host: str, port: int) -> int:
    """``port`` if nobody listens there. Raises PortTaken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise PortTaken(host=host, port=port, why=error.strerror, next=port + 1) from None
        return int(probe.getsockname()[1])


def load_example() -> None:
    """Load the example programme and a generated year with its returns, unless there is a programme already."""
    from jiedui.cli.load import load
    from jiedui.cli.simulate import simulate
    from jiedui.plans.models import Programme

    if Programme.objects.exists() or not EXAMPLE.is_dir():
        return
    load(EXAMPLE)
    simulate(returns=True)


def serve(host: str, port: int, *, browser: bool) -> int:
    """Run granian, the worker and the clock together; returns the exit status."""
    url = f"http://{host}:{port}/"
    together = Together()
    together.start(
        [
            *(sys.executable, "-m", "granian", "--interface", "wsgi", "jiedui.wsgi:application"),
            *("--host", host, "--port", str(port)),
            *("--workers", "2", "--blocking-threads", "4", "--log-level", "warning"),
        ]
    )
    together.start([sys.executable, "-m", "django", "db_worker", "--settings", "jiedui.settings"])
    together.start([sys.executable, "-m", "jiedui.cli.main", "clock"])
    threading.Thread(
        target=announce, args=(host, port, greeting(url), url if browser else None), daemon=True
    ).start()
    return together.wait()


def greeting(url: str) -> list[str]:
    """What is said when the server answers. Put together here: another thread would not know the language."""
    lines = [_("Jiedui is running: %(url)s") % {"url": url}]
    if get_user_model().objects.filter(username=EXAMPLE_USER, is_example=True, is_active=True).exists():
        lines.append(
            _("Sign in as %(user)s with the password %(password)s; the other accounts are in %(file)s.")
            % {"user": EXAMPLE_USER, "password": EXAMPLE_PASSWORD, "file": EXAMPLE / "people.csv"}
        )
    lines.append(_("Data folder: %(folder)s. Stop with Ctrl-C.") % {"folder": settings.DATA_FOLDER})
    return lines


def announce(host: str, port: int, lines: list[str], url: str | None) -> None:
    """Say the lines as soon as the server answers, and open a browser at ``url`` if there is one."""
    for _attempt in range(150):
        with socket.socket() as probe:
            if probe.connect_ex((host, port)) == 0:
                break
        time.sleep(0.2)
    console.print()
    for line in lines:
        console.print(line, style="bold", highlight=False)
    if url:
        webbrowser.open(url)
