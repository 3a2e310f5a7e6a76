"""The guards of core and engine, each with the plain test that dies when it is taken away: tables by room, and the tool."""
