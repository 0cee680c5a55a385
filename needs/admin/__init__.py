"""The desk of the needs form. Each file registers its pages."""
