"""Decisions of a body, in a meeting or in writing: consult, advise, agree or decide, with votes per party (S15)."""
