"""`python -m bench.copies ADDRESS…`: what a whole answer costs, and what it costs to say that a copy is still good."""

from __future__ import annotations

import http.client
import os
import statistics
import sys
import tempfile
from collections.abc import Mapping

from bench.clock import timed
from bench.web import HOST, server

USUAL = ("/api/v1/persons/", "/api/v1/persons/?page_size=200", "/api/v1/persons/?facets=all", "/api/v1/terms/")
AS_CLIENTS_DO = {"Accept-Encoding": "gzip, deflate"}
"""Browsers, requests, httpx and harvesters take compressed answers."""
RUNS = 200


def ask(connection: http.client.HTTPConnection, address: str, headers: Mapping[str, str]) -> tuple[int, str, int]:
    """One answer: status, tag and length."""
    connection.request("GET", address, headers=AS_CLIENTS_DO | dict(headers))
    response = connection.getresponse()
    length = len(response.read())
    return response.status, response.headers.get("ETag", ""), length


def compared(connection: http.client.HTTPConnection, address: str) -> str:
    """The medians of both, one after the other so that both meet the same machine."""
    status, etag, length = ask(connection, address, {})
    if status != http.client.OK or not etag:
        return f"{address}: {status}, no tag"
    whole, unchanged = [], []
    for _run in range(RUNS):
        whole.append(timed(lambda: ask(connection, address, {}))[0])
        spent, (status, _etag, _length) = timed(lambda: ask(connection, address, {"If-None-Match": etag}))
        if status != http.client.NOT_MODIFIED:
            return f"{address}: {status} where 304 was expected"
        unchanged.append(spent)
    full, kept = statistics.median(whole), statistics.median(unchanged)
    return f"{address}: {length} bytes {full:.2f} ms, 304 {kept:.2f} ms, {full / kept:.1f} times"


def main() -> None:
    """Asks the catalogue of DATABASE_URL over HTTP, one gunicorn worker, without limits."""
    with tempfile.TemporaryDirectory() as static:
        environment = os.environ | {"API_LIMIT_ADDRESS": "0", "STATIC_ROOT": static}
        with server(environment) as (port, _master):
            connection = http.client.HTTPConnection(HOST, port, timeout=120)
            for address in sys.argv[1:] or USUAL:
                sys.stdout.write(f"{compared(connection, address)}\n")


if __name__ == "__main__":
    main()
