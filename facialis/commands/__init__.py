"""What can be asked of the ``facialis`` command, one module each."""
