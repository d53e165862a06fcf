"""One file a page. Pages do not know each other: they ask the desk to open a record, and the frame answers."""
