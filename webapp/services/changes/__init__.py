"""The history of a design as it is read: its batches and the lives of its pieces, in words.

`listing` answers what was changed, `telling` puts batches into words, `conflicts` says what keeps one from
being taken back. `sentences` and `headlines` are pure: they make words of what `looking_up` found.
"""
