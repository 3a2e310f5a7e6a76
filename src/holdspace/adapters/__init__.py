"""Adapters touch the world: one folder a capability, one small file a driver. They answer with commands."""
