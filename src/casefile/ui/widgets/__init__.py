"""Small painted or composed pieces that pages share; none of them asks the book for anything."""
