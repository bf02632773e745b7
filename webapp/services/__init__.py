"""What people do: verb_noun functions, one transaction each; the only writers."""
