"""Prints the statements that make every table from the models.

Before the first release the one migration is this output; after it, the difference shows what the next must add.

    python packaging/schema.py > src/casefile/store/migrations/0001_foundation.sql
"""

from __future__ import annotations

from casefile.casework.catalogue import record_types
from casefile.store.migrate import model_statements

HEADER = """-- The first schema: log, settings of the vault, and every kind of record.
-- Made by packaging/schema.py; never edited after a release."""


def main() -> None:
    """Print the schema."""
    print(HEADER)
    for statement in model_statements(record_types().values()):
        print(f"\n{statement};")


if __name__ == "__main__":
    main()
