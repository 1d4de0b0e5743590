"""Handover of a role: announced, in progress with a checklist of open matters, accepted by the successor (S6)."""
