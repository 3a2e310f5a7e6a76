"""The settings window: one file a page, and what they are made of."""
