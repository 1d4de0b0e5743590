"""Parties: the governments of the cooperation, who may act for them, and what they chose about the shared platform."""
