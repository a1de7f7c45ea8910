"""Who of the staff may do what: the screens and their rights, and giving roles."""
