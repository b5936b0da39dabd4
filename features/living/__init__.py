"""The living document: what the promises say, what came of them, and what none of them guards."""
