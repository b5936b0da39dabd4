"""
An assessment arrives.

Whatever is acknowledged here is on the disk, in the same transaction that puts it on its topic.
"""
