"""
A running line is killed, paused, starved and cut off while clients go on; then all is counted.

    clients    post, withdraw and decide, again and again until they are told
    schedule   what is done to the line and when, drawn from a seed
    embedded   the line in one process; kafka_line the line in many
    found      what the doors and the logs tell afterwards
    checker    the one against the other
"""
