"""The case file: one file a subject, with its vocabulary, tables, rules, commands and queries.

Nothing here opens a file, draws, or knows how history is kept. Read `record` first, then `people`.
"""
