"""A design's own values: title, status, priority, owner, contributors, parent, lock; set alone or for many.

Each setter names in `base` the value that the person saw, writes one batch with one change of the
design, and answers NOTHING where the value stands already. All raise Missing where the design went to
the bin, CellConflict where somebody else set another value since `base`, and InvalidValue("value", …)
for a value that cannot be. A change holds the model's columns by their names, and `contributors` as a
sorted list of ids.
"""
