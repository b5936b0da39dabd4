"""Names the plugins of the promises, so that every feature finds every step, and those of tests."""

pytest_plugins = ["features.plugins", "tests.kafka_broker", "tests.postgres_server"]
