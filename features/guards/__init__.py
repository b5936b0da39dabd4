"""Guards: no promise can be green without having run, and every message leads to the mend."""
