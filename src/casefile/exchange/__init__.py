"""What comes in from outside and what goes out as it came: files of evidence now, tables and forms of others later.

Not here: what an item of evidence is (casework/evidence), how its file is encrypted (vault/blobs), dossiers, anything
with a window. Read first: `intake`.
"""
