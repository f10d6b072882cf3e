"""Records for eyes and tools: each format is a function from records to the parts of its text."""
