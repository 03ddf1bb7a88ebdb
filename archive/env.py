"""Typed reading of the environment: the only place that knows the names of its variables."""

from __future__ import annotations

import os
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from environs import Env, EnvError

CHECKOUT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Environment:
    """What the machine says about this installation."""

    debug: bool
    demo: bool
    testing: bool
    secret_key: str
    allowed_hosts: list[str]
    csrf_trusted_origins: list[str]
    database_url: str
    database_max_age: int
    state_dir: str
    static_root: str
    behind_proxy: bool
    proxy_count: int
    ssl_redirect: bool
    secure_cookies: bool
    hsts_seconds: int
    hsts_subdomains: bool
    hsts_preload: bool
    log_level: str
    search_timeout: int
    api_limit_address: int
    api_limit_key: int
    api_limit_writing: int
    dumps_dir: str
    webhooks_private_networks: bool
    site_url: str
    data_license: str
    data_license_name: str
    data_publisher: str
    contact_email: str


def read_environment() -> Environment:
    """Read every variable once; a value of the wrong type is one sentence that names it."""
    env = Env()
    try:
        return _read(env)
    except EnvError as error:
        raise ImproperlyConfigured(f"{error} Correct it in the environment.") from error


def _read(env: Env) -> Environment:
    secret_key = env.str("SECRET_KEY", "")
    allowed_hosts = env.list("ALLOWED_HOSTS", [], subcast=str)
    # Either of the two says "this is a deployment": forgetting DEBUG=0 there must not open debug pages.
    debug = env.bool("DEBUG", not (secret_key or allowed_hosts))
    # The demo looks as the public site does, without debug pages, though it runs on the private PostgreSQL.
    demo = env.bool("DEMO", False)
    testing = env.bool("TESTING", "PYTEST_VERSION" in os.environ)
    return Environment(
        debug=debug and not demo,
        demo=demo,
        testing=testing,
        secret_key=secret_key,
        allowed_hosts=allowed_hosts or (["127.0.0.1", "localhost", "[::1]"] if demo else []),
        csrf_trusted_origins=env.list("CSRF_TRUSTED_ORIGINS", [], subcast=str),
        database_url=env.str("DATABASE_URL", ""),
        database_max_age=env.int("DATABASE_MAX_AGE", 60),
        state_dir=env.str("LEGAJO_STATE_DIR", ""),
        static_root=env.str("STATIC_ROOT", str(CHECKOUT / "staticfiles")),
        behind_proxy=env.bool("BEHIND_PROXY", False),
        proxy_count=env.int("PROXY_COUNT", 1),
        ssl_redirect=env.bool("SECURE_SSL_REDIRECT", False),
        # Off only where the site is read without TLS, as on one's own machine.
        secure_cookies=env.bool("SECURE_COOKIES", not (debug or demo)),
        hsts_seconds=env.int("SECURE_HSTS_SECONDS", 0),
        hsts_subdomains=env.bool("SECURE_HSTS_INCLUDE_SUBDOMAINS", False),
        hsts_preload=env.bool("SECURE_HSTS_PRELOAD", False),
        log_level=env.str("LOG_LEVEL", "INFO").upper(),
        search_timeout=env.int("SEARCH_TIMEOUT", 5000),
        api_limit_address=env.int("API_LIMIT_ADDRESS", 0 if testing else 600),
        api_limit_key=env.int("API_LIMIT_KEY", 0 if testing else 3000),
        api_limit_writing=env.int("API_LIMIT_WRITING", 0 if testing else 600),
        dumps_dir=env.str("DUMPS_DIR", ""),
        webhooks_private_networks=env.bool("WEBHOOKS_PRIVATE_NETWORKS", False),
        site_url=env.str("SITE_URL", "http://127.0.0.1:8000").rstrip("/"),
        data_license=env.str("DATA_LICENSE", "https://creativecommons.org/licenses/by/4.0/"),
        data_license_name=env.str("DATA_LICENSE_NAME", "CC BY 4.0"),
        data_publisher=env.str("DATA_PUBLISHER", "Legajo"),
        contact_email=env.str("CONTACT_EMAIL", "archive@example.org"),
    )


def secret_key(environment: Environment, state: Callable[[], Path]) -> str:
    """The signing key: named in production, else a random one kept in the private state folder."""
    if environment.secret_key:
        return environment.secret_key
    if not (environment.debug or environment.demo):
        raise ImproperlyConfigured(
            "SECRET_KEY is not set and DEBUG is off: set SECRET_KEY to a long random text, "
            'for instance from `python -c "import secrets; print(secrets.token_urlsafe(50))"`.'
        )
    return _kept_key(state() / "secret_key")


def _kept_key(file: Path) -> str:
    try:
        return file.read_text(encoding="ascii")
    except FileNotFoundError:
        pass
    key = secrets.token_urlsafe(50)
    fresh = file.with_name(f"{file.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text(key, encoding="ascii")
    if os.geteuid() == 0:
        # The folder's owner must be able to read it when he or she comes without root's rights.
        os.chown(fresh, file.parent.stat().st_uid, file.parent.stat().st_gid)
    try:
        # link() instead of rename(): of several processes that start at once, the first one's key stays.
        os.link(fresh, file)
    except FileExistsError:
        return file.read_text(encoding="ascii")
    finally:
        fresh.unlink()
    return key
