"""What the windowing platform can do for a floating window, found out before and after QApplication is made."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

if TYPE_CHECKING:
    from collections.abc import MutableMapping

    from PySide6.QtWidgets import QWidget

log = logging.getLogger(__name__)


def prefer_xwayland(environ: MutableMapping[str, str]) -> bool:
    """Choose XWayland before QApplication is made; True if it was chosen here.

    A native Wayland window cannot stay above others, keep its place nor refuse the focus; the same window through
    XWayland can, as far as the compositor heeds it (sway 1.7 gives it the focus all the same).
    Somebody who set QT_QPA_PLATFORM has chosen for themselves.
    """
    if environ.get("WAYLAND_DISPLAY") and environ.get("DISPLAY") and not environ.get("QT_QPA_PLATFORM"):
        environ["QT_QPA_PLATFORM"] = "xcb"
        return True
    return False


def composited(screen: int = 0) -> bool:
    """Whether transparent corners and a soft shadow will show; on X11 only with a compositing manager.

    Without one a translucent window is a black box, so that the card is then opaque with a 1 px border.
    """
    app = QGuiApplication.instance()
    if not isinstance(app, QGuiApplication) or app.platformName() != "xcb":
        return True
    native = app.nativeInterface()
    display = getattr(native, "display", int)()  # the stubs know the X11 interface by its base only
    import ctypes  # not on the way to the tray

    try:
        x11 = ctypes.CDLL("libX11.so.6")  # by its soname: looking for it would start ldconfig and a compiler
    except OSError:
        log.info("libX11 cannot be loaded; the card is drawn opaque")
        return False
    if not display:
        return False
    x11.XInternAtom.restype = ctypes.c_ulong
    x11.XInternAtom.argtypes = (ctypes.c_void_p, ctypes.c_char_p, ctypes.c_int)
    x11.XGetSelectionOwner.restype = ctypes.c_ulong
    x11.XGetSelectionOwner.argtypes = (ctypes.c_void_p, ctypes.c_ulong)
    atom = x11.XInternAtom(display, f"_NET_WM_CM_S{screen}".encode(), 0)
    return bool(x11.XGetSelectionOwner(display, atom))


def come_forward(window: QWidget) -> None:
    """Put a window above the others, without asking for the focus. Offscreen there is nothing above nothing."""
    if QGuiApplication.platformName() != "offscreen":
        window.raise_()


def reduced_motion() -> bool:
    """Whether the desktop asks for less movement: then nothing is animated."""
    from PySide6.QtWidgets import QApplication, QStyle

    style = QApplication.style()
    return style.styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration) == 0
