"""How few companies say nothing about a sector."""

FEWEST = 5
"""With fewer companies of known value a percentile is unknown, and a share, a median or a ratio is
not told in a text; data holds it, with the count beside."""
