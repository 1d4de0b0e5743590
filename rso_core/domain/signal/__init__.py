"""Signals: chances and bottlenecks that rise through the bodies until someone answers (S8)."""
