"""Finding a record by words in any script: an FTS5 index inside the vault's own database, and the question to it.

Nothing here writes a record or knows one by name: what is searched stands in the facts of the fields. The index is
derived and can be made anew at any time. Read `index` first: it says what a token is.
"""
