"""Measures of speed and memory: each figure is a ratio to a baseline of the same run, or a count. See docs/performance.md."""
