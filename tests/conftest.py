"""How every test runs: properties are not timed, since speed is shown by `make bench` alone."""

from hypothesis import settings

settings.register_profile("facialis", deadline=None)
settings.load_profile("facialis")
