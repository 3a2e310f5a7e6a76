"""Mounts that only one program sees."""

OWN_MOUNTS = ("unshare", "--user", "--map-current-user", "--keep-caps", "--mount", "sh", "-c")
"""Before a line of shell that mounts something and then runs the program."""
