"""Django's settings, made from the environment that archive/env.py has read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from archive.env import CHECKOUT, read_environment, secret_key
from archive.localpg import private_cluster

ENVIRONMENT = read_environment()

SITE_NAME = "Legajo"
# What leaves the site says where it comes from and on which terms it may be used.
SITE_URL = ENVIRONMENT.site_url
DUMPS_DIR = ENVIRONMENT.dumps_dir
WEBHOOKS_PRIVATE_NETWORKS = ENVIRONMENT.webhooks_private_networks
DATA_LICENSE = ENVIRONMENT.data_license
DATA_LICENSE_NAME = ENVIRONMENT.data_license_name
DATA_PUBLISHER = ENVIRONMENT.data_publisher
CONTACT_EMAIL = ENVIRONMENT.contact_email
BASE_DIR = CHECKOUT
DEBUG = ENVIRONMENT.debug
TESTING = ENVIRONMENT.testing
# On one's own machine: the private PostgreSQL, and static files from where they lie.
LOCAL = DEBUG or TESTING or ENVIRONMENT.demo
ALLOWED_HOSTS = ENVIRONMENT.allowed_hosts
CSRF_TRUSTED_ORIGINS = ENVIRONMENT.csrf_trusted_origins

# The tests have a server of their own: what is edited in the demo is never in their way.
PRIVATE_POSTGRES = private_cluster(
    checkout=CHECKOUT,
    name="test" if TESTING else "demo",
    state=ENVIRONMENT.state_dir,
    allowed=LOCAL,
)
SECRET_KEY = secret_key(ENVIRONMENT, PRIVATE_POSTGRES.make_state_folder)

INSTALLED_APPS = [
    "archive",
    "catalogue",
    "archive.desk.DeskConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "rest_framework",
    "django_filters",
    "drf_spectacular",
    "drf_spectacular_sidecar",
    "axes",
    "csp",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "archive.origins.PublicCompression",
    "archive.origins.OtherOrigins",
    "catalogue.api.copies.KnownCopies",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "archive.urls"
WSGI_APPLICATION = "archive.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [CHECKOUT / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    },
]

# -- database ---------------------------------------------------------------------------------------

_server: dict[str, Any]
if ENVIRONMENT.database_url:
    _server = dict(dj_database_url.parse(ENVIRONMENT.database_url))
else:
    _server = PRIVATE_POSTGRES.connection_settings()
# Rows are in memory or on fast disks, where an index is nearly as good as reading on; compiling plans does not pay.
_planner = {"options": "-c random_page_cost=1.1 -c jit=off"}
_server["OPTIONS"] = _planner | _server.get("OPTIONS", {})
DATABASES: dict[str, dict[str, Any]] = {
    "default": _server | {"CONN_MAX_AGE": ENVIRONMENT.database_max_age, "CONN_HEALTH_CHECKS": True},
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

# -- accounts ---------------------------------------------------------------------------------------

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
if TESTING:
    # Hashing slowly on purpose would be most of the time of a test that logs in.
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
SEARCH_TIMEOUT = ENVIRONMENT.search_timeout
AXES_ENABLED = not TESTING
AXES_VERBOSE = False
LOGIN_URL = "admin:login"
LOGIN_REDIRECT_URL = "/"

# -- languages and time -----------------------------------------------------------------------------

LANGUAGE_CODE = "es"
LANGUAGES = [("es", _("Spanish")), ("en", _("English")), ("ro", _("Romanian"))]
LOCALE_PATHS = [CHECKOUT / "catalogue" / "locale"]
USE_I18N = True
USE_TZ = True
TIME_ZONE = "UTC"

# -- static files -----------------------------------------------------------------------------------

STATIC_URL = "static/"
STATIC_ROOT = Path(ENVIRONMENT.static_root)
WHITENOISE_USE_FINDERS = LOCAL
WHITENOISE_AUTOREFRESH = LOCAL
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if LOCAL
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        ),
    },
}

# -- security ---------------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    },
}
X_FRAME_OPTIONS = "DENY"
# A record with a hundred claims is a form of more than a thousand boxes, which is Django's limit.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 30_000
API_BODY_LIMIT = 20 * 1024 * 1024
"""Bytes of one request to the API: a thousand documents of some length."""
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_SSL_REDIRECT = ENVIRONMENT.ssl_redirect
# Opt-in: a browser remembers HSTS for its whole time, so a site without TLS would lock its readers out.
SECURE_HSTS_SECONDS = ENVIRONMENT.hsts_seconds
SECURE_HSTS_INCLUDE_SUBDOMAINS = ENVIRONMENT.hsts_subdomains
SECURE_HSTS_PRELOAD = ENVIRONMENT.hsts_preload
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = ENVIRONMENT.secure_cookies
SESSION_COOKIE_HTTPONLY = True
if ENVIRONMENT.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    AXES_IPWARE_PROXY_COUNT = ENVIRONMENT.proxy_count

# -- REST API ---------------------------------------------------------------------------------------

# Requests a minute; 0 is no limit.
API_LIMIT_ADDRESS = ENVIRONMENT.api_limit_address
API_LIMIT_KEY = ENVIRONMENT.api_limit_key
API_LIMIT_WRITING = ENVIRONMENT.api_limit_writing
REST_FRAMEWORK: dict[str, Any] = {
    "DEFAULT_SCHEMA_CLASS": "catalogue.api.schema.ReadingSchema",
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "catalogue.api.authentication.KeyAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_THROTTLE_CLASSES": ["catalogue.api.throttling.SharedThrottle"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.AllowAny"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "catalogue.api.problems.as_problem",
}
SPECTACULAR_SETTINGS: dict[str, Any] = {
    "TITLE": f"{SITE_NAME} API",
    "DESCRIPTION": (
        "An archival catalogue in which every claim carries its footnote: records as documents, found by the same "
        "parameters as on the pages."
    ),
    "VERSION": "1.0.0",
    "OAS_VERSION": "3.1.1",
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SORT_OPERATIONS": False,
    "POSTPROCESSING_HOOKS": ["catalogue.api.components.add_components"],
    "SWAGGER_UI_DIST": "SIDECAR",
    "SWAGGER_UI_FAVICON_HREF": "SIDECAR",
    "REDOC_DIST": "SIDECAR",
}

# -- logging ----------------------------------------------------------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": ENVIRONMENT.log_level},
    "loggers": {"django.server": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
}
