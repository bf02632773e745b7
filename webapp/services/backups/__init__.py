"""Backups: everything that is stored in one file, checked when it is made and before it is restored.

`making` writes one, `restoring` checks one and puts it in the place of what is there, `container` is the
file's format. `sqlite` and `postgresql` know how to copy each kind of database and how to take one in.
"""
