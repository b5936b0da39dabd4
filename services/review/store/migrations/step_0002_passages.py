"""What bodies have in common, kept once."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from services.review.store.columns import Number

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table; bodies that were packed before stay as they are."""
    op.create_table(
        "passages",
        sa.Column("number", Number, primary_key=True, autoincrement=True),
        sa.Column("digest", sa.LargeBinary, nullable=False, unique=True),
        sa.Column("text", sa.LargeBinary, nullable=False),
    )
