"""The screen: the only room with Qt. It renders whole frozen views and turns gestures into calls of `Gestures`."""
