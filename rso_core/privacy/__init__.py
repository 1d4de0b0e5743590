"""Persons: what is recorded of somebody, whose retention term is over, and erasing for good."""
