"""Meetings of a body: planned, moved, skipped, held with attendance; their agenda and minutes (S3, S4, S5)."""
