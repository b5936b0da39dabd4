"""How all tests run: a slow machine is no failure, so Hypothesis sets no deadline."""

from hypothesis import settings

settings.register_profile("house", deadline=None)
settings.load_profile("house")
