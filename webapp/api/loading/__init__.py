"""The first line of every view: load a thing by its id and see that the person may do this to it.

One file a noun, and nothing else in the API fetches by id. The rules are those of the pages: what a person
may not know of is Missing, alike with what is not there; what they may read and no more is NotAllowed. A
token of one project knows nothing outside of it.
"""
