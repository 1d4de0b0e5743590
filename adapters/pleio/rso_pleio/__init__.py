"""Keeps the groups of a Pleio site in step with the record: desired state, plan, apply."""
