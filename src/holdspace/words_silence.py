"""Words for why the desktop is not silent. Clauses: they begin small and have no full stop, as `words_codes` says."""

from holdspace.words import mark

NOT_SILENT = {
    "not_wanted": mark("no session runs"),
    "no_bus": mark("there is no session bus"),
    "no_server": mark("no notification server is running"),
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
    "monitor_refused": mark("the session bus does not let notifications be watched, so they are not seen"),
    "sandboxed": mark("a sandbox (Flatpak or Snap) keeps notifications from Holdspace, so they are not seen"),
    "guard_failed": mark("the guard could not be started"),
    "keeper_gone": mark("the keeper is not running"),
}

SELF_TEST = {
    "no_popup": mark("The desktop was silent: nothing showed, and everything is as it was."),
    "popup_seen": mark("A notification showed though the desktop was silent."),
    "not_verifiable": mark(
        "The silence came and went. Whether something shows cannot be seen by programs on this desktop."
    ),
    "called_off": mark("The self-test was ended before it was done. Everything is as it was."),
    "held_by_a_session": mark("The desktop is silent already: the self-test is for another time."),
    "left_behind": mark("A silence was left behind. Give it back first: holdspace repair"),
    "not_given_back": mark("The self-test could not give the desktop back. Try again: holdspace repair"),
}
"""What came of a self-test, as sentences; besides why the desktop is not silent."""
