"""How gunicorn serves Imprimatur; it reads this file by itself when started beside it."""

from pathlib import Path
from typing import Any

from gunicorn.glogging import Logger

from wiki.env import Env
from wiki.logs import without_tokens

env = Env()
MEMORY = Path("/dev/shm")  # noqa: S108  (a disk in memory, on Linux)

# All of the container; a reverse proxy stands in front. Elsewhere: gunicorn --bind ADDRESS.
bind = "0.0.0.0:8000"
# Threads, because requests wait for the database more than they compute.
worker_class = "gthread"
workers = env.number("WEB_WORKERS", 2, minimum=1)
threads = env.number("WEB_THREADS", 4, minimum=1)
# A worker hangs together with its threads; a slow upload must not end the others' requests.
timeout = 60
graceful_timeout = 30
# Longer than a load balancer keeps a connection open, so that it is never the one surprised.
keepalive = 75
# Memory that grew for one large page is given back now and then, not by all workers at once.
max_requests = 2_000
max_requests_jitter = 200
# The heartbeat file must not be on a disk: a busy one would look like a hanging worker.
worker_tmp_dir = str(MEMORY) if MEMORY.is_dir() else None
# Nothing here steers it from outside but signals.
control_socket_disable = True
accesslog = "-"


class AccessLogger(Logger):
    """Without what opens something to whoever reads the log."""

    def atoms(self, *told: Any) -> dict[str, Any]:
        found = super().atoms(*told)
        return {name: without_tokens(v) if isinstance(v, str) else v for name, v in found.items()}


logger_class = AccessLogger
# The address as the proxy tells it, no query: what people search for is not for the log.
access_log_format = "%({x-forwarded-for}i)s %(m)s %(U)s %(s)s %(B)s %(M)sms"
