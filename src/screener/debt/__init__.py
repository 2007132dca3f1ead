"""The debt of a company by instrument: what it owes, at which kind of rate, and what that means."""
