"""What the doors of curation refuse, said as problems with their place in what was sent."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import cast

from django.contrib.auth.models import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _
from rest_framework.request import Request

from catalogue.api.problems import Refusal
from catalogue.api.writing.bodies import shown
from catalogue.api.writing.preconditions import stale
from catalogue.curation import Conflict, InUse, SaveRefused
from catalogue.documents import Problem

MOST_TOLD = 500
LONGEST_TOLD = 600


def require_account(request: Request) -> None:
    """Refuses whoever has not said who they are."""
    if not request.user.is_authenticated:
        message = _("Writing needs a key with the scope “write”, or a signed-in account.")
        raise Refusal(401, message, headers={"WWW-Authenticate": "Bearer"})


def writer(request: Request) -> AbstractBaseUser:
    """The account in whose name something is written; `require_account` has let it through."""
    return cast("AbstractBaseUser", request.user)


@contextmanager
def telling(address: str = "", place: Callable[[str], str] = str) -> Iterator[None]:
    """Turns what the doors raise into refusals; `place` finds a pointer of the content in the body."""
    try:
        yield
    except SaveRefused as refusal:
        raise unprocessable(refusal.problems, place) from refusal
    except Conflict as conflict:
        raise stale(conflict.current_version, address) from conflict
    except InUse as held:
        raise Refusal(409, str(held)) from held
    except PermissionDenied as denied:
        raise Refusal(403, str(denied) or _("This is not open to you.")) from denied


def unprocessable(problems: Iterable[Problem], place: Callable[[str], str] = str) -> Refusal:
    """422 with every problem and its place."""
    errors = [error_of(problem, place(problem.pointer)) for problem in problems]
    return Refusal(422, _("This cannot be saved as it stands; nothing was changed."), errors=errors[:MOST_TOLD])


def error_of(problem: Problem, pointer: str) -> dict[str, str]:
    """One problem; what stands elsewhere than in the body is named in the sentence."""
    detail = problem.message
    if problem.pointer and not pointer:
        detail = _("In what stands there, %(place)s: %(problem)s") % {"place": problem.pointer, "problem": detail}
    return {"pointer": shown(pointer), "detail": shown(detail, LONGEST_TOLD)}
