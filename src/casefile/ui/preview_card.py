"""A card with what can be seen of an item's file; decrypted beside the window, in memory, and gone with the page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from casefile.base.errors import CasefileError
from casefile.base.i18n import _
from casefile.exchange.preview import Preview, preview
from casefile.ui.thumbnails import as_image
from casefile.ui.widgets.buttons import button, icon_button
from casefile.ui.widgets.cards import Card, clear, label
from casefile.ui.widgets.preview_frame import HEIGHT, PdfView, PictureView, TextView, reason_view

if TYPE_CHECKING:
    from casefile.casework.book import Snapshot
    from casefile.ui.jobs import Progress
    from casefile.ui.page import Desk

_LARGE = 0.92
"""How much of the window the large view takes."""


class PreviewCard(Card):
    """The preview of one item.

    Args:
        desk: The vault's files and the look.
        item: The item.
        name: How it is called.
        kept: What was made before, so that it is not made anew whenever a field changes.
    """

    class Kept:
        """What a page keeps of a preview between two readings: what was made, of which file, and whether to show it."""

        def __init__(self) -> None:
            self.made: Preview | None = None
            self.of = ""
            self.asked = False

    def __init__(self, desk: Desk, item: Snapshot, name: str, kept: Kept) -> None:
        super().__init__(desk.theme, _("Preview"), "eye")
        self._desk, self._item, self._name, self._kept = desk, item, name, kept
        self._larger = icon_button(desk.theme, "maximize-2", _("Larger"), self.show_large)
        self._larger.hide()
        self.add_to_head(self._larger)
        if kept.of != item.text("blob_name"):
            kept.of, kept.made = item.text("blob_name"), None
        if item.text("graphic") == "yes" and not kept.asked:
            self._hide_it()
        elif kept.made is not None:
            self._show(kept.made)
        else:
            self._make()

    def show_large(self) -> None:
        """Show it as large as the window."""
        made = self._kept.made
        view = self._view(made, 0) if made is not None else None
        if view is None:
            return
        window = self.window()
        dialog = QDialog(window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self._name)
        dialog.resize(QSize(int(window.width() * _LARGE), int(window.height() * _LARGE)))
        column = QVBoxLayout(dialog)
        column.setContentsMargins(12, 12, 12, 12)
        column.addWidget(view)
        dialog.open()

    def _hide_it(self) -> None:
        reason = _("This item is marked as disturbing. Nothing of it is shown until you ask for it.")
        self.body.addWidget(reason_view(self._desk.theme, "eye-off", reason))
        self.body.addWidget(button(_("Show it"), self._ask_for_it), 0, Qt.AlignmentFlag.AlignHCenter)

    def _ask_for_it(self) -> None:
        self._kept.asked = True
        clear(self.body)
        self._make()

    def _make(self) -> None:
        self.body.addWidget(label(_("Opening…"), "secondary"))
        files, item = self._desk.casebook.vault.evidence, self._item

        def work(_progress: Progress) -> Preview:
            try:
                return preview(files, item)
            except CasefileError as damaged:
                return Preview(reason=str(damaged))

        self._desk.jobs.run(work, self._take, self._desk.messages.fail, owner=self, beside=True)

    def _take(self, made: Preview) -> None:
        self._kept.made = made
        clear(self.body)
        self._show(made)

    def _show(self, made: Preview) -> None:
        view = self._view(made, HEIGHT)
        self._larger.setVisible(view is not None)
        if view is None:
            reason = made.reason or _("This file is damaged, or closed with a passphrase. It cannot be shown.")
            view = reason_view(self._desk.theme, _icon(self._item.text("media_type")), reason)
        self.body.addWidget(view)

    def _view(self, made: Preview, height: int) -> QWidget | None:
        theme, name = self._desk.theme, _("Preview of {name}").format(name=self._name)
        if made.picture is not None:
            picture = PictureView(theme, name, height)
            picture.show_image(as_image(made.picture))
            return picture
        if made.pdf:
            pages = PdfView(theme, name, made.pdf, height)
            return pages if pages.pages > 0 else None
        return TextView(name, made.text) if made.text else None


def _icon(media_type: str) -> str:
    kinds = {"image": "image", "video": "film", "audio": "mic"}
    return kinds.get(media_type.partition("/")[0], "file" if media_type else "package")
