"""Snapshots: immutable folders of Parquet tables with a manifest."""
