"""Words for why the desktop is not silent. Clauses: they begin small and have no full stop, as `words_codes` says."""

from holdspace.words import mark

NOT_SILENT = {
    "not_wanted": mark("no session runs"),
    "no_bus": mark("there is no session bus"),
    "no_server": mark("no notification server is running"),
    "server_not_started": mark("the notification server starts with the first notification, and shows that one"),
    "no_driver": mark("this notification server cannot be silenced"),
    "needs_mode": mark("mako's settings have no mode that hides popups"),
    "locked": mark("do-not-disturb is locked by an administrator"),
    "no_setting": mark("the desktop's setting for do-not-disturb is not to be found"),
    "changed_by_user": mark("do-not-disturb was changed by hand, and stays as it was set"),
    "server_failed": mark("the notification server does not obey"),
    "note_failed": mark("the setting of before could not be noted, and without that nothing is changed"),
    "popup_seen": mark("a notification showed in its self-test, though the desktop was silent"),
    "lease_lapsed": mark("nobody renewed the silence"),
    "terminated": mark("the keeper was stopped"),
    "another_holdspace": mark("another Holdspace holds this desktop"),
    "monitor_refused": mark("the session bus does not let notifications be watched"),
    "sandboxed": mark("a sandbox (Flatpak or Snap) keeps notifications from Holdspace"),
    "guard_failed": mark("the guard could not be started"),
    "keeper_gone": mark("the keeper is not running"),
}
UNSEEN = frozenset({"no_bus", "another_holdspace", "monitor_refused", "sandboxed", "guard_failed", "keeper_gone"})
"""With these nothing that arrives is seen: no keeper serves, or it may not look."""

SELF_TEST = {
    "no_popup": mark("The desktop was silent: nothing showed, and everything is as it was."),
    "no_popup_but_urgent": mark(
        "The desktop was silent: nothing showed but what calls itself urgent, and everything is as it was."
    ),
    "popup_seen": mark("A notification showed though the desktop was silent."),
    "not_verifiable": mark(
        "The silence came and went. Whether something shows cannot be seen by programs on this desktop."
    ),
    "called_off": mark("The self-test was ended before it was done. Everything is as it was."),
    "held_by_a_session": mark(
        "No self-test is made while a session, a drill or another self-test lasts, and until the desktop is given back after it."
    ),
    "left_behind": mark("A silence was left behind. Give it back first: holdspace repair"),
    "not_given_back": mark("The self-test could not give the desktop back. Try again: holdspace repair"),
}
"""What came of a self-test, as sentences; besides why the desktop is not silent."""
