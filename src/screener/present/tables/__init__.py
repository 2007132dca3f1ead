"""Tables that leave the program: what their columns mean, and a writer for each format."""
