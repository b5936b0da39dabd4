"""What the pages say. PURE: a plan in, words, order and units out; templates loop and print."""
