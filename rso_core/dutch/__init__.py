"""Dutch: the words, days, rhythms and small parts of sentences that members of a body read. One place for all of it."""
