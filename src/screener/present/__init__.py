"""Numbers and text for people and for files: one place for both front ends."""
