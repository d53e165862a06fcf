"""From records to paper: what may leave the house, how it reads, how it looks, and the check on the finished file.

Here live the templates, redaction, the finished `Document` and what draws it, the leak check and the manifest. Not
here: records (casework), the open book (store) and anything with a window. Read first: `document`, then `issue`.
"""
