"""The record for browsers and assistants: what `legation serve` and `legation mcp` answer."""
