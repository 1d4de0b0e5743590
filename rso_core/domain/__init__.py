"""The covenant's concepts: events, states and rules, pure and without I/O.

Every concept is a module: a *state*, ``evolve(state, event)`` that folds one event into it, and
decisions that take facts and give events, or refuse with the rule that stands in the way.
"""
