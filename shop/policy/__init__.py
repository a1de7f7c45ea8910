"""The policy: its text as the program writes it, its versions, and who is told."""
