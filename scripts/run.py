"""Serves the demo company for trying Imprimatur out: `make run`, or `make run PORT=8123`.

Migrates and loads the demo first; both change nothing the second time, so what was written
yesterday is still there.
"""

import os
import socket
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HOST = "127.0.0.1"


def main(raw_port: str) -> None:
    if not raw_port.isdecimal() or not 0 < int(raw_port) < 65536:
        sys.exit(f"PORT must be a number from 1 to 65535, not “{raw_port}”.")
    port = int(raw_port)
    refuse_taken(port)
    address = f"http://{HOST}:{port}"
    # Never into somebody's real database, whatever the shell has exported for another program.
    os.environ.update(DEBUG="1", DEMO="1", SITE_URL=address, DATABASE_URL="")
    # Whoever only tries it out need not be told that this is no production server.
    os.environ["DJANGO_RUNSERVER_HIDE_WARNING"] = "true"
    prepare()
    print(
        f"\n  Imprimatur is at {address}\n"
        "  To sign in, pick one of the people of the demo company; no password is asked.\n"
        "  Ctrl-C stops it.\n",
        flush=True,
    )
    serve(port)


def refuse_taken(port: int) -> None:
    """Ends with one line where the port cannot be had, before any work is done."""
    with socket.socket() as probe:
        # As the server itself will: an address that only waits to be forgotten is free.
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError as error:
            why = "only root may use it" if isinstance(error, PermissionError) else "it is in use"
            other = 8123 if port != 8123 else 8124
            sys.exit(f"Port {port} cannot be used ({why}): try make run PORT={other}.")


def prepare() -> None:
    """Migrations and the demo company, in this one process: starting Django twice takes longer."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wiki.settings")

    import django
    from django.core.management import CommandError, call_command
    from django.db import connection

    try:
        django.setup()
        call_command("migrate", verbosity=0)
        call_command("load_demo")
    except CommandError as error:
        sys.exit(str(error))
    connection.close()


def serve(port: int) -> None:
    """Becomes the server, so that a signal reaches it and nothing is left behind."""
    arguments = [sys.executable, "manage.py", "runserver", "--skip-checks", f"{HOST}:{port}"]
    os.execv(sys.executable, arguments)  # noqa: S606  (our own command line, no shell wanted)


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "8000")
