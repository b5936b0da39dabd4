"""
The doors: what every station's HTTP edge has in common.

`keys` says who may enter, `body` reads what they bring, `problems` says what was wrong with it, and
`opening` hangs it all, with `guard`, `openapi` and the rest, into one Flask application.
"""
