"""What processes share: paths, the stamp, the spool, the protocol. Stdlib only; imported by cli, keeper, app and adapters."""
