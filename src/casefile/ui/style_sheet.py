"""The one style sheet of the app, with the tokens of the theme left open. Set once: setting it again costs seconds."""

from __future__ import annotations

from string import Template

SHEET = Template("""
QWidget { color: $text; }
QMainWindow, QDialog, QWidget#page, QWidget#pageBody { background: $background; }
QWidget#surface { background: $surface; }
QToolTip { background: $raised; color: $text; border: 1px solid $line_strong; padding: 4px 8px; }

QLabel { background: transparent; }
QLabel[role="title"] { font-size: 22px; font-weight: 600; }
QLabel[role="section"] { font-size: 16px; font-weight: 600; }
QLabel[role="strong"] { font-weight: 600; }
QLabel[role="label"], QLabel[role="secondary"] { color: $secondary; }
QLabel[role="small"] { font-size: 12px; color: $tertiary; }
QLabel[role="reading"] { font-size: 12px; color: $secondary; }
QLabel[role="problem"] { font-size: 12px; color: $danger; }
QLabel[role="good"] { font-size: 12px; color: $good; }
QLabel[role="warning"] { font-size: 12px; color: $warning; }
QLabel[role="code"] { font-family: monospace; font-size: 13px; }

QFrame#card { background: $surface; border: 1px solid $line; border-radius: 8px; }
QFrame#banner_warning { background: $warning_soft; border: none; border-radius: 8px; }
QFrame#banner_warning QLabel { color: $warning; }
QFrame#banner_danger { background: $danger_soft; border: none; border-radius: 8px; }
QFrame#banner_danger QLabel { color: $danger; }
QFrame#banner_accent { background: $accent_soft; border: none; border-radius: 8px; }
QFrame#banner_accent QLabel { color: $accent; }
QFrame#banner_good { background: $good_soft; border: none; border-radius: 8px; }
QFrame#banner_good QLabel { color: $good; }
QFrame#popover { background: $raised; border: 1px solid $line_strong; }
QFrame#rule { background: $line; border: none; }
QFrame#claim { border: 1px solid $line; border-radius: 8px; }

QWidget#rail, QWidget#brand { background: $rail; }
QWidget#brand QLabel { color: $rail_text; }
QWidget#brand QLabel[role="title"] { color: $rail_active; }
QWidget#list { background: $surface; }
QFrame#divider { background: $line; border: none; }
QListView { background: $surface; border: none; outline: none; }
QListView#framed { border: 1px solid $line; border-radius: 8px; padding: 3px; }
QListView#framed::item { min-height: 28px; padding: 0 6px; border-radius: 6px; }
QListView#framed::item:selected { background: $accent_soft; color: $text; }
QListView#framed:focus { border: 2px solid $accent; padding: 2px; }

QPushButton { background: $raised; color: $text; border: 1px solid $line_strong; border-radius: 8px;
    padding: 7px 14px; min-height: 18px; outline: none; }
QPushButton:hover { border-color: $accent; }
QPushButton:focus { border: 2px solid $accent; padding: 6px 13px; }
QPushButton:disabled { color: $tertiary; border-color: $line; }
QPushButton[role="primary"] { background: $accent; color: $on_accent; border: 1px solid $accent; }
QPushButton[role="primary"]:hover { border-color: $text; }
QPushButton[role="primary"]:focus { border: 2px solid $text; }
QPushButton[role="primary"]:disabled { background: $line; color: $tertiary; border-color: $line; }
QPushButton[role="danger"] { color: $danger; border-color: $danger; }
QPushButton[role="quiet"] { background: transparent; border: 1px solid transparent; color: $secondary;
    padding: 5px 8px; border-radius: 6px; }
QPushButton[role="quiet"]:hover { background: $accent_soft; }
QPushButton[role="quiet"]:focus { border: 2px solid $accent; padding: 4px 7px; }
QPushButton[role="link"] { background: transparent; border: 1px solid transparent; color: $accent; padding: 1px 0;
    border-radius: 3px; min-height: 16px; }
QPushButton[role="link"]:hover { text-decoration: underline; }
QPushButton[role="link"]:focus { border: 1px solid $accent; }
QPushButton[role="link"]:disabled { color: $tertiary; }
QPushButton[role="chip"] { border: 1px solid $line; border-radius: 14px; padding: 4px 11px; min-height: 18px;
    background: $surface; color: $text; }
QPushButton[role="chip"]:hover { border-color: $line_strong; }
QPushButton[role="chip"]:checked { background: $accent_soft; border-color: $accent; color: $accent; }
QPushButton[role="chip"]:focus { border: 2px solid $accent; padding: 3px 10px; }
QToolButton { background: transparent; border: 1px solid transparent; border-radius: 6px; padding: 4px; }
QToolButton::menu-indicator { image: none; }
QToolButton:hover { background: $accent_soft; }
QToolButton:checked { background: $accent_soft; }
QToolButton:focus { border: 1px solid $accent; }

QLineEdit, QPlainTextEdit, QComboBox { background: $surface; color: $text; border: 1px solid $line_strong;
    border-radius: 8px; padding: 6px 9px; min-height: 18px; selection-background-color: $accent;
    selection-color: $on_accent; }
QLineEdit:focus, QPlainTextEdit:focus, QComboBox:focus { border: 2px solid $accent; padding: 5px 8px; }
QLineEdit:disabled, QPlainTextEdit:disabled, QComboBox:disabled { color: $tertiary; border-color: $line; }
QLineEdit[wrong="true"], QPlainTextEdit[wrong="true"], QComboBox[wrong="true"] { border: 2px solid $danger;
    padding: 5px 8px; }
QComboBox QLineEdit, QComboBox QLineEdit:focus { border: none; padding: 0; background: transparent; }
QComboBox::drop-down { border: none; width: 26px; }
QComboBox::down-arrow { image: url("$chevron"); width: 14px; height: 14px; }
QComboBox[role="quiet"] { background: transparent; border: 1px solid transparent; color: $secondary; padding: 2px 4px;
    border-radius: 6px; }
QComboBox[role="quiet"]:focus { border: 1px solid $accent; }
QComboBox[role="quiet"]::drop-down { width: 20px; }
QComboBox QAbstractItemView, QListView#offers { background: $raised; color: $text; border: 1px solid $line_strong;
    padding: 4px; outline: none; selection-background-color: $accent_soft; selection-color: $text; }
QComboBox QAbstractItemView::item, QListView#offers::item { min-height: 28px; padding: 0 6px; border-radius: 6px; }
QListView#offers::item:selected { background: $accent_soft; color: $text; }
QCheckBox { spacing: 8px; padding: 3px; border: 1px solid transparent; border-radius: 6px; }
QCheckBox:focus { border-color: $accent; }

QTabBar { background: transparent; qproperty-drawBase: 0; }
QTabBar::tab { background: transparent; color: $secondary; padding: 10px 2px; margin: 0 11px;
    border: none; border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $accent; border-bottom: 2px solid $accent; }
QTabBar::scroller { width: 52px; }
QTabBar::tear { width: 0; border: none; image: none; }
QTabBar QToolButton { background: $surface; border: 1px solid $line; border-radius: 6px; margin: 5px 1px; }

QAbstractScrollArea::corner { background: transparent; border: none; }
QScrollArea { background: transparent; border: none; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar::handle:vertical { background: $line_strong; border-radius: 3px; min-height: 32px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle:horizontal { background: $line_strong; border-radius: 3px; min-width: 32px; margin: 2px; }
QScrollBar::add-line, QScrollBar::sub-line, QScrollBar::add-page, QScrollBar::sub-page { background: none;
    border: none; width: 0; height: 0; }
QSplitter::handle { background: $line; }

QTableView { background: $surface; border: 1px solid $line; gridline-color: $line;
    selection-background-color: $accent_soft; selection-color: $text; }
QTableView#grid { border: none; border-top: 1px solid $line; }
QTableView#grid QHeaderView::section { padding: 8px 12px; }
QTableView#grid QHeaderView::section:hover { color: $text; }
QHeaderView::section { background: $surface; color: $tertiary; border: none; border-bottom: 1px solid $line;
    padding: 6px 8px; font-size: 12px; }

QWidget#status { background: $surface; }
QWidget#status QLabel { color: $secondary; font-size: 12px; }
QFrame#toast { background: $text; border-radius: 8px; }
QFrame#toast QLabel { color: $background; }
QFrame#toast QPushButton { background: transparent; color: $background; border: 1px solid $background; }
QFrame#toast QPushButton:focus { border: 2px solid $background; }
QMenu { background: $raised; color: $text; border: 1px solid $line_strong; padding: 4px; }
QMenu::item { padding: 6px 24px 6px 12px; border-radius: 6px; }
QMenu::item:selected { background: $accent_soft; color: $text; }
QProgressBar { border: none; border-radius: 3px; background: $line; max-height: 6px; min-height: 6px; }
QProgressBar::chunk { background: $accent; border-radius: 3px; }
QProgressBar[role="weak"]::chunk { background: $danger; }
QProgressBar[role="fair"]::chunk { background: $warning; }
QProgressBar[role="strong"]::chunk { background: $good; }
""")
"""Everything that the tokens colour; `chevron` is the path of the arrow of a combo box."""
