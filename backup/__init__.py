"""One archive of the database and all files, and the way back.

format.py    what an archive is: names, versions, the manifest
tables.py    which tables and columns there are at a state of migrations; values.py: what is in them
snapshot.py  reading the database as it was at one moment, while people write
making.py    writes an archive; stored.py: the files in it
reading.py checked.py    opens and checks one, whatever it is
migrating.py loading.py restoring.py    puts one in place, in one transaction
"""
