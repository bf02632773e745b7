"""Which piece of a changed text was which piece before: the passes behind `reconcile.match`."""
