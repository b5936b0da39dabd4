"""How all tests run: a slow machine is no failure, so Hypothesis sets no deadline."""

from hypothesis import HealthCheck, settings

settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")
