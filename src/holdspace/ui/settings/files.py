"""Settings in and out of a file, by a dialog that runs no loop of its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QFileDialog

from holdspace.ui.text import BREAK

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from holdspace.ui.settings.draft import Draft
    from holdspace.ui.settings.views import FileFault, SettingsDoor
    from holdspace.words import Words

TOLD = 3
"""Faults of a file that are told at once; the command line tells all of them."""


class Files(QObject):
    """`taken`: the draft is that of a file now. `said`: one line of news, and whether it is a warning."""

    taken = Signal()
    said = Signal(str, bool)

    def __init__(self, window: QWidget, door: SettingsDoor, draft: Draft) -> None:
        super().__init__(window)
        self._window = window
        self._door = door
        self._draft = draft
        self.words: Words | None = None
        self.dialog: QFileDialog | None = None

    @Slot()
    def press_import(self) -> None:
        """Choose a file to take."""
        if self.words is not None:
            dialog = self._dialog(self.words.t("Import settings"))
            dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
            dialog.fileSelected.connect(self.take)
            dialog.open()

    def press_export(self) -> None:
        """Choose where to write to."""
        if self.words is not None:
            dialog = self._dialog(self.words.t("Export settings"))
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setDefaultSuffix("toml")
            dialog.selectFile("holdspace.toml")
            dialog.fileSelected.connect(self.write)
            dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        self.dialog = QFileDialog(self._window, title)
        self.dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.dialog.setNameFilters(["TOML (*.toml)", "* (*)"])
        return self.dialog

    @Slot(str)
    def take(self, name: str) -> None:
        """Take a file as the draft, or say why not; nothing is in force until it is saved."""
        words = self.words
        if words is None:
            return
        opened = self._door.open_file(name)
        if opened.settings is None:
            told = [fault_line(fault, words) for fault in opened.faults[:TOLD]]
            more = len(opened.faults) - TOLD
            if more > 0:
                told.append(words.n("and {n} more", "and {n} more", more))
            self.said.emit(BREAK.join((words.t("This file is not taken:"), *told)), True)
            return
        self._draft.take(opened.settings)
        self.taken.emit()
        self.said.emit(words.t("These are the settings of the file. Save, and they hold."), False)

    @Slot(str)
    def write(self, name: str) -> None:
        """Write the draft to a file."""
        words = self.words
        if words is None:
            return
        why = self._door.write_file(name, self._draft.settings())
        if why:
            self.said.emit(words.t("{file} cannot be written: {why}", file=name, why=why), True)
        else:
            self.said.emit(words.t("The settings are in {file}.", file=name), False)


def fault_line(fault: FileFault, words: Words) -> str:
    """ "Line 12, rules[2].verdict: must be one of: ..."."""
    params = dict(fault.params)
    if "wanted" in params:
        params["wanted"] = words.code("wanted", str(params["wanted"]))
    said = words.code("settings", fault.code, **params)
    place = f", {fault.place}" if fault.place else ""
    return words.t("Line {n}: {what}", n=f"{fault.line}{place}", what=said) if fault.line else said
