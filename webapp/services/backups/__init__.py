"""Backups: everything that is stored in one file, checked when it is made and before it is restored.

`making` writes one, `restoring` checks one and puts it in the place of what is there, `container` is the
file’s format, `workplace` where the work is done. `sqlite` knows one kind of database, `pg_…` the other.
"""
