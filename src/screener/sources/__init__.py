"""Bytes from outside, read into typed rows: holdings, tickers, filing histories, facts."""
