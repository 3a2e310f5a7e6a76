"""The engine is the loop: take commands, ask the clock once, decide, keep, move the state, tell the screen."""
