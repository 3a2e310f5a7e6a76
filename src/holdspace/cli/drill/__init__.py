"""`holdspace drill`: acts the people and programs around a session, from outside of the app, and says what it saw."""
