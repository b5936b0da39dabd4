"""What operators do to a line: retry, replay, back up, restore, forget, move."""
