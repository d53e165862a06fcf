"""The one door to a case book: transact, read, undo, subscribe, check.

Here a transaction is made of an act, its changes, and what search must know; here schema versions follow each other.
Not here: what a record means (casework), how a key opens a file (vault), any widget. Read `casebook` first.
"""
