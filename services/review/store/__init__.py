"""The store: one file that one process writes, read by as many as like."""
