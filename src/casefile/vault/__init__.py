"""The encrypted folder: key slots, the database's cipher, the writer's lock, evidence files, backups.

Nothing here knows a record or a field. Read `vault` first, then `keyslots`.
"""
