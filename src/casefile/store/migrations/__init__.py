"""Numbered SQL files, applied in order by `migrate`; never edited after a release."""
