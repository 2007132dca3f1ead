"""The version of a snapshot's tables; apart from them, since reading it needs no table engine."""

SCHEMA_VERSION = 3
