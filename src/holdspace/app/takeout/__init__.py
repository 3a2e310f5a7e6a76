"""Taking out what was kept, with the app running or not: a copy of the database, or everything in open formats."""
