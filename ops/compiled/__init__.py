"""Facialis with the engine compiled ahead of time: the same Python, the same plans, sooner."""
