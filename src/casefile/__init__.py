"""casefile: encrypted case files of detainees and victims, with history and PDF dossiers, offline.

Rooms, from the ground up: base, casework and vault, history and search, store, then dossier, exchange and merge, ui,
and on top app (the window) and cli (the command line). Imports run downward only. Read ARCHITECTURE.md first.
"""
