"""
The words: everything that crosses a boundary between stations, and nothing that does not.

`findings.yaml` and `interventions.yaml` are the vocabulary; `assessment`, `plan`, `review` and
`withdrawal` are what may be said with it; `envelope`, `ids` and `topics` say how it travels.
Nothing here does I/O beyond reading its own word lists, and nothing imports a station or the bus.
"""
