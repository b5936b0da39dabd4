"""The stations: each does one thing to what passes, and knows the others only by the words."""
