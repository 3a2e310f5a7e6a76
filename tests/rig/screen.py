"""What is on an X screen: windows and who has the focus, asked from the X server itself."""

import struct
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

from Xlib import X, Xatom, display, error
from Xlib.protocol import event


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """One viewable window. `wm_class` is (instance, class); x and y are on the screen."""

    id: int
    wm_class: tuple[str, str]
    title: str
    x: int
    y: int
    width: int
    height: int
    override_redirect: bool

    def __contains__(self, place: tuple[int, int]) -> bool:
        return 0 <= place[0] - self.x < self.width and 0 <= place[1] - self.y < self.height


def png(bgrx: bytes, width: int, height: int) -> bytes:
    """A PNG file of 32-bit pixels as an X server of depth 24 gives them (blue, green, red, unused)."""
    stride = 3 * width + 1
    rows = bytearray(stride * height)
    for row in range(height):
        line = bgrx[row * width * 4 : (row + 1) * width * 4]
        begin = row * stride + 1  # the byte before is the filter: none
        rows[begin : begin + 3 * width : 3] = line[2::4]
        rows[begin + 1 : begin + 3 * width : 3] = line[1::4]
        rows[begin + 2 : begin + 3 * width : 3] = line[0::4]

    def chunk(kind: bytes, body: bytes) -> bytes:
        return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(rows, 6)) + chunk(b"IEND", b"")


class Screen:
    """A connection to one X display; close it, or use it as a context manager."""

    def __init__(self, name: str) -> None:
        self._display = display.Display(name)
        self._root = self._display.screen().root

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, failure: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        with suppress(error.ConnectionClosedError):  # gone by itself: nothing is left to be closed
            self._display.close()

    def window_manager(self) -> int | None:
        """The id of the window manager's own window, None while there is none."""
        return self._number(self._root, "_NET_SUPPORTING_WM_CHECK")

    def active(self) -> int | None:
        """The id of the window that the window manager calls active."""
        return self._number(self._root, "_NET_ACTIVE_WINDOW") or None

    def focused(self) -> int | None:
        """The id of the window that gets the keys, None for nobody."""
        focus = self._display.get_input_focus().focus
        return None if isinstance(focus, int) else int(focus.id)

    def windows(self, wm_class: str | None = None) -> list[Window]:
        """All viewable windows that have a WM_CLASS, lowest first; `wm_class` (either part, any case) to choose."""
        found = [window for window in self._walk(self._root, 0) if window.width > 1 or window.height > 1]
        if wm_class is None:
            return found
        return [window for window in found if wm_class.casefold() in {part.casefold() for part in window.wm_class}]

    def titled(self, title: str) -> list[Window]:
        """All viewable windows with exactly this title."""
        return [window for window in self.windows() if window.title == title]

    def watch_mappings(self) -> None:
        """From now on remember each window that is mapped on the root; `mapped_since` tells them."""
        self._root.change_attributes(event_mask=X.SubstructureNotifyMask)
        self._display.sync()

    def mapped_since(self) -> list[int]:
        """Ids mapped since `watch_mappings` or the last call; the X server queued them, so no flash is missed."""
        self._display.sync()
        ids = []
        for _ in range(self._display.pending_events()):
            came = self._display.next_event()
            if came.type == X.MapNotify:
                ids.append(int(came.window.id))
        return ids

    def wm_class(self, window_id: int) -> tuple[str, str] | None:
        """(instance, class) of a window, None if it is gone or has none."""
        try:
            found = self._display.create_resource_object("window", window_id).get_wm_class()
        except error.XError:
            return None
        return None if found is None else (str(found[0]), str(found[1]))

    def paint_background(self, rgb: int) -> None:
        """Give the empty desktop a colour, for pictures."""
        self._root.change_attributes(background_pixel=rgb)
        self._root.clear_area()
        self._display.sync()

    def tell_place(self, window: Window, x: int, y: int) -> None:
        """Tell the window that it is there, as a window manager does; it is not moved."""
        target = self._display.create_resource_object("window", window.id)
        said = event.ConfigureNotify(
            window=target,
            event=target,
            above_sibling=X.NONE,
            x=x,
            y=y,
            width=window.width,
            height=window.height,
            border_width=0,
            override=0,
        )
        target.send_event(said, event_mask=X.StructureNotifyMask)
        self._display.sync()

    def picture(self) -> bytes:
        """The whole screen as a PNG file."""
        shape = self._root.get_geometry()
        width, height = int(shape.width), int(shape.height)
        pixels: bytes = self._root.get_image(0, 0, width, height, X.ZPixmap, 0xFFFFFFFF).data
        return png(pixels, width, height)

    def _walk(self, window: Any, depth: int) -> Iterator[Window]:
        # A window manager reparents once or twice: three levels hold every top-level window.
        if depth > 3:
            return
        try:
            children = window.query_tree().children
        except error.XError:
            return
        for child in children:
            try:
                attributes = child.get_attributes()
                if attributes.map_state != X.IsViewable:
                    continue
                wm_class = child.get_wm_class()
                if wm_class is None:
                    yield from self._walk(child, depth + 1)
                    continue
                yield self._described(child, wm_class, override_redirect=bool(attributes.override_redirect))
            except error.XError:
                continue  # it went away while we looked

    def _described(self, window: Any, wm_class: tuple[str, str], *, override_redirect: bool) -> Window:
        shape = window.get_geometry()
        place = self._root.translate_coords(window, 0, 0)
        return Window(
            id=int(window.id),
            wm_class=(str(wm_class[0]), str(wm_class[1])),
            title=self._title(window),
            x=int(place.x),
            y=int(place.y),
            width=int(shape.width),
            height=int(shape.height),
            override_redirect=override_redirect,
        )

    def _title(self, window: Any) -> str:
        utf8 = window.get_full_text_property(self._display.intern_atom("_NET_WM_NAME"))
        return str(utf8 or window.get_wm_name() or "")

    def _number(self, window: Any, name: str) -> int | None:
        found = window.get_full_property(self._display.intern_atom(name), X.AnyPropertyType)
        if found is None or found.property_type not in {Xatom.WINDOW, Xatom.CARDINAL} or not len(found.value):
            return None
        return int(found.value[0])
