"""What was written, when and by whom: acts, changes, and the values that follow from them.

Here live the log, the triggers that fill it, and the rules that turn a record's graph of changes into its values.
Not here: who may write (store), what a field means (casework). Read `log` first, then `capture`, then `causality`.
"""
