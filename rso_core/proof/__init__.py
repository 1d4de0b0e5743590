"""Proof: the log, its signed checkpoints, and what shows that the record was not altered."""
