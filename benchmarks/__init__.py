"""Ratios against the bare parts we stand on; ``make bench``. Each pair is measured in one run, with medians."""
