"""
The bus over Kafka: several processes and machines, the same promises as the embedded one.

    feed = KafkaFeed(settings, "recommender", ["assessments.received.v1"])
    ledger = KafkaLedger(feed, KafkaPublisher(settings), set_aside_message)

The rule behind it: every event has an id, outputs are acknowledged before a position moves, and
whoever reads passes over what it has seen. Nothing rests on Kafka's transactions (ADR 0013), and a
client that is in doubt is thrown away. Nothing is imported here, so that whoever runs without
Kafka never loads its client.
"""
