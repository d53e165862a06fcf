"""What comes from other vaults and how it is told: sources, bundles, who is the same person, the account of a merge.

Rules of history do not live here: what joins, waits or conflicts is decided in `history` and `store.merging`.
Nobody is joined here: `same_person` and `same_thing` only say who may be one, `casework.identity` keeps what was
decided.
Read `merge_sources` first, for who may be one `duplicates`.
"""
