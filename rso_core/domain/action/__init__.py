"""Action items: who does what before when, what it follows from, and what became of it (S15)."""
