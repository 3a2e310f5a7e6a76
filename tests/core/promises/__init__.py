"""The machine that holds the promises against whatever may happen, and the ledger that it keeps by what was told."""
