"""A review station at which cases can be tried, with the tables that are shipped."""

from __future__ import annotations

from dataclasses import replace
from functools import cache, partial

from facialis.trying import Trying
from services.doors.opening import Edge, open_doors
from services.recommender.app import blueprint as recommender
from services.recommender.pathway_files import load_knowledge
from services.recommender.propose import propose
from services.review.app import blueprint
from services.review.pages import problem_page
from tests.services.review.builders import NOON
from tests.services.review.station import Station


@cache
def tables():
    return load_knowledge()


def with_trying(station: Station) -> Station:
    """Open the station's pages anew, with what plans a case, and the door that previews one."""
    proposing = partial(propose, knowledge=tables())
    trying = Trying(proposing, tables(), now=lambda: NOON)
    review = replace(station.review, trying=trying)
    edge = Edge(new_id=station.new_id, page=problem_page)
    doors = recommender(proposing, now=lambda: NOON, keys=review.keys)
    station.app = open_doors([blueprint(review), doors], edge=edge)
    station.machine = station.app.test_client()
    return station
