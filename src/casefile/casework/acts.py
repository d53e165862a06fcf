"""The named acts: each is one transaction, one line of history and one step of undo.

The sentence says what was done and never quotes a value, since history outlives an erasure.
"""

from __future__ import annotations

from enum import Enum

from casefile.base.i18n import N_


class Act(Enum):
    """What a person did. The name is stored in the log and must stay stable; the value is its English sentence."""

    ADD_RECORD = N_("added a record")
    EDIT_RECORD = N_("edited a record")
    SHOW_CLAIM = N_("chose which source’s value is shown")
    ARCHIVE_RECORD = N_("archived a record")
    RESTORE_RECORD = N_("restored a record")
    ARCHIVE_RECORDS = N_("put several records aside")
    RESTORE_RECORDS = N_("brought several records back")
    ADD_TO_EVENT = N_("added several people to an event")
    RESTORE_VALUE = N_("restored an earlier value")
    ERASE_RECORD = N_("erased a record for good")
    ERASE_FIELD = N_("erased a field for good")
    ADD_PERSON = N_("added a person")
    ADD_EVENT = N_("added an event")
    RECORD_CUSTODY = N_("recorded a detention")
    RECORD_TRANSFER = N_("recorded a transfer")
    RECORD_ACCESS = N_("recorded access to a lawyer")
    RECORD_VISIT = N_("recorded a family visit")
    RECORD_FIGURE = N_("recorded a figure")
    ADD_RECORDS = N_("added several records")
    LOAD_DEMO = N_("filled the vault with the demonstration case")
    ISSUE_DOSSIER = N_("exported a dossier")
    MERGE = N_("merged what others sent")
    RESOLVE_CONFLICT = N_("decided between two values")
    SAME_RECORD = N_("decided that two records are the same")
    DIFFERENT_RECORD = N_("decided that two records are not the same")
    UNSURE_RECORD = N_("left open whether two records are the same")
    SPLIT_RECORD = N_("split two records that were joined")
    TAKE_IN = N_("took evidence in")
    HAND_OUT = N_("exported a file of evidence")
    CHECK_FILE = N_("checked a file of evidence")
    LINK_EVIDENCE = N_("linked evidence to a record")
    UNDO = N_("undid an act")
