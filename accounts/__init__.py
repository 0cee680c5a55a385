"""Who may work at the desk: roles, signing in, the second factor. Citizens never need an account."""
