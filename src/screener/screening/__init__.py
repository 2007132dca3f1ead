"""Screen × Universe → result: rules, counts, explanations. Both front ends ask here."""
