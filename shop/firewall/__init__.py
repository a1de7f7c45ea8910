"""What is turned away before any page looks at it, by rules that each have a name."""
