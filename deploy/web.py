"""What gunicorn is told, here and behind a proxy: `--config=python:deploy.web`.

The limits are those of docs/firewall.md; `tests/deploy/test_web.py` tries them.
"""

from __future__ import annotations

worker_class = "shop.firewall.slow_clients.HurriedWorker"
workers = 2
threads = 4
worker_connections = 256  # for each worker, waiting ones included
backlog = 256
# Loaded once, before gunicorn forks: each worker would take as long.
preload_app = True
graceful_timeout = 3  # seconds
timeout = 30  # seconds without a sign of life, after which a worker is killed
keepalive = 5  # seconds
limit_request_line = 8190
limit_request_fields = 100
limit_request_field_size = 8190
# A file goes out in pieces, each with an end to its time, and not by the kernel alone.
sendfile = False
control_socket_disable = True
# No access log: paths hold customers' secrets.
accesslog = None
# A query that takes longer is broken off (PostgreSQL's statement_timeout).
raw_env = ["STATEMENT_SECONDS=15"]
