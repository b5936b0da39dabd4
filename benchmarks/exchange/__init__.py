"""What engines and validators that are not ours make of the exported tables."""
