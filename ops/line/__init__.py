"""
The line of docker-compose.yml as plain processes, over a real Kafka and a real PostgreSQL.

For trying it, for the features, and for breaking it: `python -m ops.line` (or `make line`).
"""
