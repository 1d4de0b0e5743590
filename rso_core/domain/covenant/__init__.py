"""The covenant: drafted, opened for signing, in force, ended (S1), with what was said and signed on the way (S2)."""
