"""How gunicorn serves the demo: quiet, on one address, gone when its terminal is gone."""

from __future__ import annotations

import os
import signal
from types import FrameType

wsgi_app = "archive.wsgi:application"
workers = 2
threads = 4
# The longest that gunicorn reads: questions with many values, reasons in any script.
limit_request_line = 8190
graceful_timeout = 5
loglevel = "warning"
control_socket_disable = True
# The heartbeat file; in memory where that exists, because a slow disk would look like a hung worker.
worker_tmp_dir = "/dev/shm" if os.access("/dev/shm", os.W_OK) else None  # noqa: S108


def when_ready(server: object) -> None:
    """Closing the terminal ends the demo; gunicorn by itself would take it as "reload" and stay."""
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:
        signal.signal(signal.SIGHUP, _terminate)


def _terminate(number: int, frame: FrameType | None) -> None:
    os.kill(os.getpid(), signal.SIGTERM)
