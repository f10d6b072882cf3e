"""From what was read to entries: who, when, where, what, and how far."""
