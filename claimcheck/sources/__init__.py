"""Where reference data is pulled from: one file a source."""
