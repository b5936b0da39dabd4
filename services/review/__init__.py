"""A clinician decides: plans become a worklist, cases are opened, decisions go out."""
