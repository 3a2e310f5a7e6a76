"""The answer page: where responders see what they are asked, and answer. Loopback only."""
