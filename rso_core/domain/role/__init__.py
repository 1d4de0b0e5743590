"""Roles: established by the covenant, held by a party and, on its behalf, by a person for a period (S6)."""
