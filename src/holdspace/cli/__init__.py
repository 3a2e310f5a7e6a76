"""The command line: it speaks to the running app over the wire, and knows nothing of its floors."""
