"""The window: frame, pages, forms. The only room besides `app` that knows Qt.

No SQL, no session, no rule of a subject lives here: pages ask casework's queries and call its commands through the
casebook. Read `main_window` first, then `page`.
"""
