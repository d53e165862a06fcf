"""What comes from other vaults and how it is told: sources, bundles, who is the same person, the account of a merge.

Rules of history do not live here: what joins, waits or conflicts is decided in `history` and `store.merging`.
Read `merge_sources` first.
"""
