"""What the rows of health say: parts, why they stand as they do, and what can be done. Kinds of `words_codes`."""

from holdspace.words import mark

PARTS: dict[str, str] = {
    "app": mark("Holdspace"),
    "silence": mark("Silence"),
    "self_test": mark("Self-test of the silence"),
    "critical": mark("Urgent notifications"),
    "watch": mark("Watching"),
    "keeper": mark("Keeper"),
    "hotkeys": mark("Keys"),
    "tray": mark("Tray"),
    "battery": mark("Battery"),
    "microphone": mark("Microphone"),
    "page": mark("Answer page"),
    "assistants": mark("Assistants"),
    "executives": mark("Executives"),
    "break_glass": mark("Who always gets through"),
    "database": mark("Database"),
    "disk": mark("Disk"),
    "permissions": mark("Files"),
    "spool": mark("Spool"),
    "note": mark("Note of the desktop's setting"),
    "repair_entry": mark("Repair at log-in"),
    "clock": mark("Clock"),
    "encryption": mark("Encryption"),
}
"""In the order in which they are shown."""

PARTS_WHY: dict[str, str] = {
    "nobody_to_ask": mark("there is nobody to ask yet"),
    "off": mark("not needed now"),
    "starting": mark("it is just starting"),
    "failed": mark("it failed"),
    "no_display": mark("there is no screen to ask"),
    "cannot_connect": mark("the screen does not answer"),
    "connection_lost": mark("the connection to the screen was lost"),
    "wayland": mark("this kind of desktop gives its keys to no program"),
    "some_taken": mark("some keys belong to another program: {taken}"),
    "all_taken": mark("all of these keys belong to other programs: {taken}"),
    "no_tray": mark("there is no tray here; the window carries the same menu"),
    "can_be_silenced": mark("the desktop can be silenced, and is in a session"),
    "cannot_be_read_back": mark("it cannot be read back from the notification server"),
    "never_tested": mark("not tested yet with this notification server"),
    "no_popup": mark("nothing showed while the desktop was silent"),
    "no_popup_but_urgent": mark("nothing showed while the desktop was silent, but what calls itself urgent"),
    "popups_not_to_be_seen": mark("whether something shows cannot be seen by programs on this desktop"),
    "critical_hidden": mark("in a session they are held like all others"),
    "critical_shown": mark("those of some apps still show on this desktop"),
    "critical_closed": mark("those of some apps may flash up, and are closed"),
    "critical_unknown": mark("whether they show while the desktop is silent is not known"),
    "charged": mark("{percent} % charged"),
    "battery_low": mark("only {percent} % charged, and not plugged in"),
    "microphone_on": mark("there is one, and it is not muted"),
    "microphone_muted": mark("it is muted"),
    "no_microphone": mark("there is none, or none is plugged in"),
    "no_sound_server": mark("no sound server runs that could be asked"),
    "sound_elsewhere": mark("the sound server is that of another computer, which is not asked"),
    "sound_server_failed": mark("the sound server does not answer"),
    "no_libpulse": mark("libpulse is missing, by which the sound server is asked"),
    "not_reachable": mark("it does not answer"),
    "reachable": mark("{reachable} of {all} can be asked now"),
    "in_no_step": mark("asked in no step"),
    "no_entries": mark("no rule lets anybody through"),
    "ends_soon": mark("rules that end within {days} days or have ended: {count}"),
    "damaged": mark("the file is damaged"),
    "clock_went_back": mark("the clock stands before what was written last"),
    "no_folder_yet": mark("Holdspace has never run here"),
    "not_writable": mark("{folder} cannot be written to"),
    "room": mark("{free} MB free"),
    "little_room": mark("only {free} MB free"),
    "open_to_others": mark("files and folders that other users may read: {count}"),
    "records_wait": mark("records that wait to be taken in: {count}"),
    "spool_refused": mark(
        "nothing can be written down now: what arrives waits, and so does word of when nobody watched"
    ),
    "records_damaged": mark("records that cannot be read: {damaged}"),
    "silence_is_held": mark("kept while the desktop is silent"),
    "left_behind": mark("a silence was left behind"),
    "entry_missing": mark("the desktop is silent, but nothing would repair it at the next log-in"),
    "entry_cannot_be_written": mark("{folder} cannot be written to"),
    "not_encrypted_yet": mark("what is kept here is not encrypted yet"),
    "not_running": mark("Holdspace is not running"),
}
"""A clause, which begins small and has no full stop; besides those of `quiet_why`."""

REMEDIES: dict[str, str] = {
    "import_settings": mark(
        "Add people under Settings… in the menu, or import them: holdspace settings import FILE.toml"
    ),
    "set_keys_by_hand": mark("Set keys in the desktop's own settings, for example for: holdspace log"),
    "log_in_to_a_desktop": mark("Start Holdspace from within a desktop session."),
    "start_a_server": mark("Start the desktop's notification server, or log in again."),
    "let_one_show": mark("Let a notification show before the session, by hand: notify-send hello"),
    "restart_the_server": mark("Restart the desktop's notification server, or log in again."),
    "make_a_mode": mark(
        "Add a section [mode=do-not-disturb] with the line invisible=1 to mako's settings, then run: makoctl reload"
    ),
    "ask_an_administrator": mark("Ask whoever looks after this computer to unlock do-not-disturb."),
    "silence_by_hand": mark("If the desktop has a do-not-disturb of its own, switch it on before a session."),
    "silence_again": mark("Switch do-not-disturb on again yourself. The next session does so by itself."),
    "quit_the_other": mark("Quit the other Holdspace of this desktop."),
    "restart_holdspace": mark("Quit Holdspace and start it again."),
    "start_holdspace": mark("Start it: holdspace"),
    "restart_for_a_copy": mark("Quit Holdspace and start it again: it offers the newest copy."),
    "log_by_hand": mark("Log by hand what arrives: holdspace log"),
    "leave_the_sandbox": mark(
        "Install Holdspace outside of the sandbox: in there it sees neither what arrives nor who sent it. "
        "Until then log by hand what arrives: holdspace log"
    ),
    "test_it": mark("Test it when nobody looks on: holdspace doctor --probe"),
    "see_its_rules": mark(
        "Look in the notification server's settings for what shows in spite of do-not-disturb. Then: holdspace doctor --probe"
    ),
    "look_yourself": mark("Watch the screen during a drill: holdspace drill"),
    "silence_those_apps": mark("Switch off the notifications of those apps: here nobody else may close them."),
    "close_critical": mark(
        "Switch off notifications of those apps, or have urgent ones closed as they come, if that is not on yet: "
        "Settings… in the menu, Silence."
    ),
    "plug_in": mark("Plug the computer in before a session."),
    "install_libpulse": mark("Install libpulse; Debian and Ubuntu call it libpulse0."),
    "restart_the_sound_server": mark("Log out and in again: that starts the sound server anew."),
    "look_again": mark("Look again in a moment."),
    "drill_again": mark("Start the drill again: holdspace drill"),
    "see_log": mark("The folder log says more."),
    "set_up_a_tray": mark("Nothing needs to be done. Some desktops show a tray once an extension for it is installed."),
    "open_the_page": mark(
        "They open their answer page. A link for a new browser: Invite in the menu, or holdspace responders link ID"
    ),
    "add_a_step": mark("To have them asked, add a step for their role: Settings… in the menu, Steps."),
    "mean_it_again": mark("Give them a new end in the settings, or take them out."),
    "set_the_clock": mark("Set the computer's clock."),
    "check_the_disk": mark("Look whether the disk of {folder} is there and sound"),
    "make_room": mark("Make room on the disk of {folder}"),
    "make_writable": mark("Make it yours to write: chmod u+rwx {folder}"),
    "close_to_others": mark("Make them yours alone: chmod -R go= {folder}"),
    "repair": mark("Give it back: holdspace repair"),
    "repair_by_hand": mark("After a power loss, give the desktop back by hand: holdspace repair"),
    "encrypt_the_disk": mark("Until it is, rely on an encrypted disk or home folder."),
}
