"""The covenant's concepts: acts, rules, events and states, pure and without I/O.

Every concept is a module or a folder. Per act stand together its rules, the event it leads to with how that folds into
the *state*, and the act itself, which decides on the states it names in its signature, or refuses.
"""
