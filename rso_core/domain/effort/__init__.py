"""Effort: what parties agree to put in, and what they commit of it (S7)."""
