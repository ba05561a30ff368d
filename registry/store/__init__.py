"""One store a noun: every query of the registry, taking and returning plain records."""
