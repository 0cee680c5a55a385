"""The citizens' pages of the catalogue: one function a page, one file a noun."""
