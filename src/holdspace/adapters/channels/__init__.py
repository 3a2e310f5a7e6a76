"""Channels: the ways on which a letter reaches a responder. One small file a channel."""
