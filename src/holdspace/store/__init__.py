"""The store keeps: the journal of facts, readable tables made from it, the one place of private texts, and the outbox."""
