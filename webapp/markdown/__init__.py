"""Text ⇄ outline. Pure: no Flask, no database."""
