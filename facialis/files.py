"""The files of a line, each opened by the one writer that it has."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from bus.embedded import Writer
from services.intake.outbox import ACCEPTED
from services.review.store.store import Store, open_store

INTAKE = "intake.db"
RECOMMENDER = "recommender.db"
REVIEW = "review.db"
REVIEWS = "reviews.db"
RELAY = "relay.db"


@dataclass(frozen=True, slots=True)
class Files:
    """
    What a line keeps.

    Attributes:
        intake: accepted assessments and withdrawals, and the log that tells of them.
        recommender: proposed plans, what could not be planned, and how far it has come.
        reviews: decisions as events, and what could not be shown.
        store: what the review station knows, and how far it has come.
    """

    intake: Writer
    recommender: Writer
    reviews: Writer
    store: Store


def open_files(data: Path, opened: ExitStack) -> Files:
    """
    Open them all in a folder, made if need be; ``opened`` closes them, last opened first.

    Raises:
        CannotOpen: another process writes one, or the disk cannot be trusted.
    """
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    intake = opened.enter_context(Writer(data / INTAKE, also=[ACCEPTED]))
    recommender = opened.enter_context(Writer(data / RECOMMENDER))
    reviews = opened.enter_context(Writer(data / REVIEWS))
    store = open_store(data / REVIEW)
    opened.callback(store.close)
    return Files(intake, recommender, reviews, store)
