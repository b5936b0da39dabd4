"""
What stations need of PostgreSQL: connections that promise what ours must, turns, and its errors.

Only the functions that connect import the driver, so that a line on SQLite needs none.
"""

from bus.postgres.connections import open_engine
from bus.postgres.tables import bring_up_to_date
from bus.postgres.trouble import unavailable, unavailable_when_away
from bus.postgres.turns import OnlyOne, take_turns

__all__ = [
    "OnlyOne",
    "bring_up_to_date",
    "open_engine",
    "take_turns",
    "unavailable",
    "unavailable_when_away",
]
