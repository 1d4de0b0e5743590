"""Digital signing: who signed a PDF (PAdES), when, and whether it is the text of the covenant (S2)."""
