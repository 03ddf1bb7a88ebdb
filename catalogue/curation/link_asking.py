"""Asking a web address whether it lives: politely, not for ever, and never one of the machine's own network."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urljoin, urlsplit

import urllib3
from django.utils.translation import gettext as _
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.exceptions import (
    ConnectTimeoutError,
    HTTPError,
    LocationParseError,
    NameResolutionError,
    NewConnectionError,
    ReadTimeoutError,
    SSLError,
)
from urllib3.util.connection import create_connection

USER_AGENT = "Legajo link check (asks whether cited pages are still there)"
MOST_REDIRECTS = 5
NOT_FOR_HEAD = frozenset({400, 403, 404, 405, 406, 410, 429, 500, 501, 502, 503})
"""Answers to HEAD that some servers give although the page is there: it is asked again with GET."""
ALIVE_THOUGH_SHUT = frozenset({401, 403, 429})
"""Somebody answers for the page, and only will not show it to a program."""
TRANSLATED = IPv6Network("64:ff9b::/96")


class Refused(HTTPError):
    """The address is one that is not asked."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What an address answered: its status if anything did, and what is wrong in words; nothing is wrong when empty."""

    status_code: int | None
    problem: str


def is_public(host: str) -> bool:
    """Whether an address of the internet belongs to everybody: not this machine, not its own network."""
    known = ip_address(host.partition("%")[0])
    if isinstance(known, IPv6Address):
        # An inner address of the older sort may be wrapped into one of the newer.
        if known in TRANSLATED or known.sixtofour or known.teredo:
            return False
        known = known.ipv4_mapped or known
    return known.is_global and not known.is_multicast


def public_socket(host: str, port: int, timeout: Any, options: Any) -> socket.socket:
    """A connection to a host, to one of its public addresses alone; the name is looked up once, and that is used."""
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    addresses = [str(each[4][0]) for each in found]
    allowed = [each for each in addresses if is_public(each)]
    if not allowed or len(allowed) != len(addresses):
        raise Refused(host)
    return create_connection((allowed[0], port), timeout, socket_options=options)


def any_socket(host: str, port: int, timeout: Any, options: Any) -> socket.socket:
    """A connection to any host, also on this machine: for tests and for catalogues of an inner network."""
    return create_connection((host, port), timeout, socket_options=options)


Connect = Callable[[str, int, Any, Any], socket.socket]


def guarded(connect: Connect) -> dict[str, type[HTTPConnectionPool]]:
    """The pools of a manager whose connections are all made this way, those of redirects too."""

    class Plain(HTTPConnection):
        def _new_conn(self) -> socket.socket:
            return _connected(self, connect)

    class Secure(HTTPSConnection):
        def _new_conn(self) -> socket.socket:
            return _connected(self, connect)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class SecurePool(HTTPSConnectionPool):
        ConnectionCls = Secure

    return {"http": PlainPool, "https": SecurePool}


def _connected(connection: HTTPConnection, connect: Connect) -> socket.socket:
    """Connects, and says what failed as urllib3 does."""
    host, port = connection.host.strip("[]"), connection.port or connection.default_port
    try:
        return connect(host, port, connection.timeout, connection.socket_options)
    except socket.gaierror as error:
        raise NameResolutionError(connection.host, connection, error) from error
    except TimeoutError as error:
        raise ConnectTimeoutError(connection, str(error)) from error
    except Refused:
        raise
    except (OSError, UnicodeError) as error:
        raise NewConnectionError(connection, str(error)) from error


class Asker:
    """Asks addresses one after another."""

    def __init__(self, *, timeout: float, anywhere: bool = False) -> None:
        self.pools = urllib3.PoolManager(
            num_pools=4,
            headers={"User-Agent": USER_AGENT, "Accept": "*/*"},
            timeout=urllib3.Timeout(connect=timeout, read=timeout),
            retries=False,
        )
        self.anywhere = anywhere
        self.pools.pool_classes_by_scheme = guarded(any_socket if anywhere else public_socket)

    def ask(self, url: str) -> Answer:
        """What an address answers; whatever it does, there is an answer in words."""
        return self._in_words(lambda: told(self._status(url)))

    def send(self, url: str, body: bytes, headers: dict[str, str]) -> Answer:
        """What an address answers to a message, which it takes with 2xx alone; redirects are not followed."""
        if urlsplit(url).scheme.lower() != "https" and not self.anywhere:
            return Answer(None, _("not sent: the address is not HTTPS"))
        return self._in_words(lambda: taken(self._post(url, body, headers)))

    def _post(self, url: str, body: bytes, headers: dict[str, str]) -> int:
        """The status alone; the body of the answer is not read."""
        response = self.pools.request(
            "POST", url.partition("#")[0], body=body, headers=headers, redirect=False, preload_content=False
        )
        response.close()
        return response.status

    def _in_words(self, act: Callable[[], Answer]) -> Answer:
        """The answer, or in words why there is none."""
        try:
            return act()
        except Refused:
            return Answer(None, _("not asked: the address is not on the public network"))
        except NameResolutionError:
            return Answer(None, _("the name of the host is not known"))
        except NewConnectionError:
            return Answer(None, _("nothing listens there"))
        except (ConnectTimeoutError, ReadTimeoutError, TimeoutError):
            return Answer(None, _("no answer in time"))
        except SSLError:
            return Answer(None, _("its certificate is not valid"))
        except (LocationParseError, UnicodeError, ValueError):
            return Answer(None, _("not an address of the web"))
        except (HTTPError, OSError):
            return Answer(None, _("the answer cannot be read"))

    def _status(self, url: str) -> int:
        """The status at the end of all redirects; 310 when there is no end."""
        for _hop in range(MOST_REDIRECTS + 1):
            if urlsplit(url).scheme.lower() not in {"http", "https"} or not urlsplit(url).hostname:
                raise LocationParseError(url)
            status, further = self._once(url)
            if not further:
                return status
            url = urljoin(url, further)
        return TOO_MANY_REDIRECTS

    def _once(self, url: str) -> tuple[int, str]:
        """Status and, of a redirect, where it leads; the body is not read."""
        for method in ("HEAD", "GET"):
            response = self.pools.request(method, url.partition("#")[0], redirect=False, preload_content=False)
            status, further = response.status, response.get_redirect_location() or ""
            response.close()
            if status not in NOT_FOR_HEAD:
                break
        return status, further


TOO_MANY_REDIRECTS = 310
"""No status of HTTP: stands for a chain of redirects without an end."""


def told(status: int) -> Answer:
    """What a status says of a page."""
    if status < 300 or status in ALIVE_THOUGH_SHUT:
        return Answer(status, "")
    if status == TOO_MANY_REDIRECTS:
        return Answer(None, _("redirects without an end"))
    words = {404: _("not found"), 410: _("gone for good"), 451: _("shut for legal reasons")}
    default = _("the server fails") if status >= 500 else _("refused")
    return Answer(status, f"{words.get(status, default)} ({status})")


def taken(status: int) -> Answer:
    """What a status says of a message that was sent."""
    if 200 <= status < 300:
        return Answer(status, "")
    return Answer(status, f"{_('the server fails') if status >= 500 else _('refused')} ({status})")
