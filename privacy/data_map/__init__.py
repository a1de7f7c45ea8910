"""The map of personal data, for people and for programs: what, what for, until when.

Read from the declarations, so that it can't say anything else than the program does.
"""
