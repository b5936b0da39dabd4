"""The proof of the tables: what holds for every assessment that the door admits."""
