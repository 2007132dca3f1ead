"""From facts as filed to comparable figures, vectorised over all companies."""
