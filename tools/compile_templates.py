"""Compile every template, so that a misspelt tag is found before a reader finds it."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import django
from django.conf import settings
from django.template import TemplateSyntaxError
from django.template.loader import get_template


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    django.setup()
    faults = faults_in(settings.BASE_DIR / "templates")
    if faults:
        sys.exit("\n".join(faults))


def faults_in(folder: Path) -> list[str]:
    """What does not compile below the folder, a line each."""
    faults = []
    for file in sorted(path for path in folder.rglob("*") if path.is_file()):
        name = str(file.relative_to(folder))
        try:
            get_template(name)
        except (TemplateSyntaxError, UnicodeDecodeError) as error:
            faults.append(f"{name}: {error}")
    return faults


if __name__ == "__main__":
    main()
