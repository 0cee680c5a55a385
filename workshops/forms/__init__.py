"""What people may type, and the words when it is wrong."""
