"""The app: puts the rooms together, and turns state and records into what is shown, told and answered."""
