"""The edge of a station on its own: who may come in, and under which name."""

from __future__ import annotations

from facialis import folder
from facialis.chance import CLIENT, Chance
from facialis.settings_line import LineSettings
from services.doors.docs_page import Describes
from services.doors.failing import Page
from services.doors.keys import Keys
from services.doors.opening import Edge


def keys_of(settings: LineSettings) -> Keys:
    """Give the keys that open the machine doors; without a setting the folder's own."""
    return Keys({CLIENT: settings.own.key or folder.key_of(settings.own.data)})


def edge_of(
    settings: LineSettings,
    chance: Chance,
    *,
    page: Page | None = None,
    describes: Describes | None = None,
) -> Edge:
    """Make the edge of a station's application."""
    return Edge(
        new_id=chance.new_id,
        hosts=settings.own.hosts,
        page=page,
        describes=describes,
    )
