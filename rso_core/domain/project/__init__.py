"""The portfolio: projects and knowledge networks of a body, and how many projects may run at a time (S9)."""
