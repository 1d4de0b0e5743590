"""Bodies: stuurgroep, coördinatieoverleg, PSO and their like, with their place in the order (S3, S5)."""
