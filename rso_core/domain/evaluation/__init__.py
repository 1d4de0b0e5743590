"""Evaluation of the cooperation: inputs, findings, and recommendations that are followed to the end (S11)."""
