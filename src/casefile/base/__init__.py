"""What everything else stands on: errors, time and ids, dates, counts, text, languages, where things are.

Nothing here knows a record, a vault or a window. Read `errors` first, then `dates`: what is not known stays open.
"""
