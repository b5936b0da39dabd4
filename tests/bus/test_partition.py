import warnings

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bus.partition import murmur2, partition_of

with warnings.catch_warnings():
    # kafka-python 3.0 reads its schemas by a call that Python 3.11 calls deprecated.
    warnings.simplefilter("ignore", DeprecationWarning)
    from kafka.partitioner import DefaultPartitioner
    from kafka.partitioner.default import murmur2 as kafkas_murmur2


class Cluster:
    """What Kafka's partitioner asks of a cluster, for one topic with so many partitions."""

    def __init__(self, partitions):
        self.partitions = set(range(partitions))

    def topics(self):
        return {"t"}

    def partitions_for_topic(self, _):
        return self.partitions

    available_partitions_for_topic = partitions_for_topic


@pytest.mark.parametrize(
    ("key", "hashed"),
    [
        (b"21", -973932308),
        (b"foobar", -790332482),
        (b"a-little-bit-long-string", -985981536),
        (b"a-little-bit-longer-string", -1486304829),
        (b"lkjh234lh9fiuh90y23oiuhsafujhadof229phr9h19h89h8", -58897971),
        (b"abc", 479470107),
    ],
)
def test_the_hash_is_that_of_kafkas_own_tests(key, hashed):
    """Vectors of org.apache.kafka.common.utils.UtilsTest, as signed 32-bit numbers."""
    assert murmur2(key) == hashed % 2**32


@settings(deadline=None)
@given(st.binary(max_size=80))
@example(b"")
@example(b"\xff" * 7)
def test_the_hash_is_that_of_kafka_python_for_any_key(key):
    assert murmur2(key) == kafkas_murmur2(key) % 2**32


@pytest.mark.parametrize("partitions", [1, 6, 50])
def test_ten_thousand_patients_keep_their_partition_in_kafka(partitions):
    kafkas, cluster = DefaultPartitioner(), Cluster(partitions)
    for number in range(10_000):
        key = f"patient-{number}".encode()
        theirs = kafkas.partition("t", key, key, None, None, cluster)
        assert partition_of(key, partitions) == theirs
