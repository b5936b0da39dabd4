"""The adapters under the contract, fresh and empty for each test."""

import pytest

from tests.bus.adapters import EmbeddedAdapter, KafkaAdapter


@pytest.fixture(params=["embedded", pytest.param("kafka", marks=pytest.mark.kafka)])
def adapter(request, tmp_path):
    if request.param == "kafka":
        adapter = KafkaAdapter(request.getfixturevalue("kafka_bootstrap"))
    else:
        adapter = EmbeddedAdapter(tmp_path)
    yield adapter
    adapter.close()
