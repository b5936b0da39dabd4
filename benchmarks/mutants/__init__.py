"""
Mutants of the tables: every threshold moved, every row, cell, word and exclusion dropped.

Each is tried against the clinicians' cases, the features and the invariants. What none of them
notices is either no change at all, which the solver decides, or a patient whom nobody has yet
thought of, who is then shown.
"""
