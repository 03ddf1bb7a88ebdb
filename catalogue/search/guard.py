"""No question may run for seconds: PostgreSQL ends it, and the reader is told what to do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.conf import settings
from django.db import OperationalError, connection, transaction
from django.utils.translation import gettext as _
from psycopg.errors import QueryCanceled

from catalogue.search.errors import ParameterProblem, SearchTimeout

_SET = "SELECT current_setting('statement_timeout'), set_config('statement_timeout', %s, true)"
_RESET = "SELECT set_config('statement_timeout', %s, true)"


@contextmanager
def time_limit() -> Iterator[None]:
    """Ends each statement inside after SEARCH_TIMEOUT milliseconds; raises SearchTimeout."""
    try:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(_SET, [str(settings.SEARCH_TIMEOUT)])
                before = cursor.fetchone()[0]
            yield
            with connection.cursor() as cursor:
                cursor.execute(_RESET, [before])
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            message = _("This question takes too long to answer. Narrow it: more words, a filter, a shorter period.")
            raise SearchTimeout([ParameterProblem("q", message)]) from error
        raise
