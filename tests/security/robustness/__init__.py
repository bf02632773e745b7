"""S13: what a machine thinks of to ask the API, what it is let reach, and what it finds."""
