"""The living document as one file that is read without a network, a program or a script."""

from __future__ import annotations

from pathlib import Path

from jinja2 import ChoiceLoader, Environment, FileSystemLoader
from markupsafe import Markup

import services.review
from features.living.document import Document
from services.review.present import promise_signs

_HERE = Path(__file__).parent
_REVIEW = Path(services.review.__file__).parent
_STYLES = (_REVIEW / "static" / "facialis.css", _HERE / "living.css")


def page(document: Document) -> str:
    """
    Write the document.

    It has the templates and the style of the pages that a running Facialis shows, so that both say
    and look the same.
    """
    loader = ChoiceLoader(
        [FileSystemLoader(_HERE / "templates"), FileSystemLoader(_REVIEW / "templates")]
    )
    environment = Environment(loader=loader, autoescape=True, trim_blocks=True)
    style = Markup("\n".join(path.read_text(encoding="utf-8") for path in _STYLES))
    shown = environment.get_template("living.html").render(
        front={**document.front, "features": document.tried},
        features=document.tried,
        coverage=document.coverage,
        signs=promise_signs,
        style=style,
    )
    return "\n".join(line for line in shown.splitlines() if line.strip()) + "\n"
