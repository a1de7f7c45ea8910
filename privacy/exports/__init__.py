"""Exports: data that staff take out, after a second person said yes, and in a safe."""
