"""
The steps from one version of the store to the next, by Alembic, the same for both databases.

One file for a step, ``step_NNNN_what_it_does.py``, whose ``revision`` is its number as text and
``down_revision`` the number before. A step that a release took with it is never edited: the next
change is the next step. It names columns by the kinds in ``columns``, and imports no table, since
tables speak of the newest version only. SQLite cannot change a column in place:
``op.batch_alter_table`` writes the table anew there. There is no way down; a copy is kept.
"""
