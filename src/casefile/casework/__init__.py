"""The subjects of a case file: one file a subject, with its records, rules, commands and queries.

What lives here: what a person, an arrest or a source *is*, which values cannot stand, how one is recorded and how
it is listed. What must not: windows, files, keys, sessions and pages; nothing here opens a database, it is handed
a `Reader` or a `Writer`. Read `record.py` first, then `book.py`, then any subject.
"""
