"""The page on which the published schema can be read and tried."""

from __future__ import annotations

from csp.constants import NONE, SELF
from csp.decorators import csp_replace
from django.utils.decorators import method_decorator
from drf_spectacular.views import SpectacularSwaggerSplitView


@method_decorator(csp_replace({"style-src": [SELF, "'unsafe-inline'"], "default-src": [NONE]}), name="dispatch")
class DocumentationView(SpectacularSwaggerSplitView):
    """Swagger UI from our own files; its script stands at an address of its own, its styles are inline."""

    schema = None
