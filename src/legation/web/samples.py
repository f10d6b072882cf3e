"""Examples of what each address of the interface answers, for its description; a test holds them to the truth."""
