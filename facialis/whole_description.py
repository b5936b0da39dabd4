"""The description of every door of the line, for a station that answers for all of it."""

from __future__ import annotations

from typing import Any, cast

from flask import Flask

from facialis import clock
from facialis.tables import knowledge
from services.doors.keys import Keys
from services.doors.openapi import describe
from services.intake import app as intake
from services.recommender import app as recommender
from services.recommender.book import Book
from services.review import app as review
from services.review.station import Review


def whole_description() -> dict[str, Any]:
    """Describe the doors of all stations (OpenAPI 3.1), wherever these run."""
    # Never opened, only read: nothing behind these doors is needed.
    nothing = cast(Any, None)
    nobody = Keys({})
    book = Book(knowledge())
    reviewing = Review(store=nothing, keys=nobody, now=clock.now, new_id=clock.new_id)
    app = Flask("facialis")
    app.register_blueprint(intake.blueprint(nothing, keys=nobody))
    app.register_blueprint(recommender.blueprint(nothing, now=clock.now, keys=nobody, book=book))
    app.register_blueprint(review.blueprint(reviewing))
    return describe(app)
