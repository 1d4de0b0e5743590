"""The proof that the record was not altered: a Merkle log over the stored bytes, signed checkpoints, proofs, witnesses."""
