"""The front door: the ``facialis`` command, and the one line that it runs."""
