from __future__ import annotations

from casefile.casework import access
from casefile.dossier import shown


def test_paper_and_case_file_mean_the_same_contacts() -> None:
    assert (shown.TOOK_PLACE, shown.PREVENTED) == (access.TOOK_PLACE, access.PREVENTED)
