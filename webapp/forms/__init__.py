"""Shape and wording of input. Never a session, never a query."""
