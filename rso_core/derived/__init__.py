"""What is derived is held to the record: registers, positions, keys of acts, views, the index of words.

Nothing here trusts what it checks: what should stand there is made anew from the events alone, in memory.
"""
