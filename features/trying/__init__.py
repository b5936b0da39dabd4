"""Trying: a case told as an example, an example read as a case, and where a plan tips."""
