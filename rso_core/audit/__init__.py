"""Accountability: what proves the record, looks back on it, erases from it and hands it on (S13, S14)."""
