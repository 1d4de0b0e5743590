"""Comparison of two moments: which rows of which registers differ, and by which acts."""
