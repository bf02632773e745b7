"""Readers of facts in code blocks: tree drawings, Python, SQL, requests, installs. Pure and bounded."""
