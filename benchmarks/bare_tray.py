"""The baseline: the least PySide6 program that has a tray icon with a menu, and with `window` a window too."""

import sys

from PySide6.QtGui import QColor, QIcon, QPixmap
from PySide6.QtWidgets import QApplication, QMenu, QSystemTrayIcon, QWidget


def main() -> int:
    app = QApplication(sys.argv)
    picture = QPixmap(22, 22)
    picture.fill(QColor("teal"))
    icon = QSystemTrayIcon(QIcon(picture))
    menu = QMenu()
    menu.addAction("Quit", app.quit)
    icon.setContextMenu(menu)
    icon.show()
    window = QWidget()
    if "window" in sys.argv:
        window.resize(332, 220)
        window.show()
    return app.exec()


if __name__ == "__main__":
    sys.exit(main())
