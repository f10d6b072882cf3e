"""The record: one SQLite file that keeps every article, what it tells, and what people corrected."""
