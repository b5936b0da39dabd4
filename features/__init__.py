"""The promises: what must come out, said by clinical staff, and what makes sure of it."""
