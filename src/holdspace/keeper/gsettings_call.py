"""One look at or change of one GSettings key, as a process of its own: `python -m holdspace.keeper.gsettings_call`.

    get SCHEMA KEY | set SCHEMA KEY true|false | reset SCHEMA KEY

Prints one JSON object: {"user": true|false|null, "value": true|false}, read after what was asked was done. `user` is what
the user has set, null for nothing: "unset" is not "false". Exit status 2: no such boolean key; 3: it may not be changed;
4: no libgio.

In a process of its own because a settings service that hangs must not hang the guard, and libgio brings threads and
megabytes. Through libgio (GSettings has no other door that knows "unset"), with schema and key looked up first: GLib
aborts a program that asks for one that is not there. https://docs.gtk.org/gio/class.Settings.html
"""

from __future__ import annotations

import ctypes
import json
import sys

NO_KEY, LOCKED, NO_LIBRARY = 2, 3, 4


class _Gio:
    """As much of libgio as this needs."""

    def __init__(self) -> None:
        """Raises OSError where there is no libgio."""
        gio = ctypes.CDLL("libgio-2.0.so.0")
        text, pointer, number = ctypes.c_char_p, ctypes.c_void_p, ctypes.c_int

        def function(name: str, result: object, *arguments: object) -> object:
            found = getattr(gio, name)
            found.restype, found.argtypes = result, list(arguments)
            return found

        self.sources = function("g_settings_schema_source_get_default", pointer)
        self.lookup = function("g_settings_schema_source_lookup", pointer, pointer, text, number)
        self.has_key = function("g_settings_schema_has_key", number, pointer, text)
        self.path = function("g_settings_schema_get_path", text, pointer)
        self.key = function("g_settings_schema_get_key", pointer, pointer, text)
        self.key_type = function("g_settings_schema_key_get_value_type", pointer, pointer)
        self.type_text = function("g_variant_type_peek_string", pointer, pointer)
        self.settings = function("g_settings_new", pointer, text)
        self.writable = function("g_settings_is_writable", number, pointer, text)
        self.value = function("g_settings_get_boolean", number, pointer, text)
        self.user_value = function("g_settings_get_user_value", pointer, pointer, text)
        self.set = function("g_settings_set_boolean", number, pointer, text, number)
        self.reset = function("g_settings_reset", None, pointer, text)
        self.sync = function("g_settings_sync", None)
        self.boolean = function("g_variant_get_boolean", number, pointer)


def main(argv: list[str]) -> int:
    """The exit status."""
    try:
        gio: ctypes.CDLL = _Gio()  # type: ignore[assignment]  # functions whose types stand above
    except OSError:
        return NO_LIBRARY
    verb, schema, key = argv[0], argv[1].encode(), argv[2].encode()
    source = gio.sources()
    found = gio.lookup(source, schema, 1) if source else None
    if not found or gio.path(found) is None or not gio.has_key(found, key):
        return NO_KEY
    if ctypes.string_at(gio.type_text(gio.key_type(gio.key(found, key))), 1) != b"b":
        return NO_KEY
    settings = gio.settings(schema)
    if verb != "get":
        if not gio.writable(settings, key):
            return LOCKED
        if verb == "reset":
            gio.reset(settings, key)
        elif not gio.set(settings, key, int(argv[3] == "true")):
            return LOCKED
        gio.sync()
    user = gio.user_value(settings, key)
    told = {"user": bool(gio.boolean(user)) if user else None, "value": bool(gio.value(settings, key))}
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
