"""
The pipe: carries messages from one station to the next, and loses none.

``port`` says what a station may ask of it, ``consume`` is the only loop, ``embedded`` keeps the
promises with SQLite files in one process. The pipe knows no station and no medicine.
"""
