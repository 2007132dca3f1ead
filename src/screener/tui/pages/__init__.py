"""Pages of text: all wording, no widget."""
