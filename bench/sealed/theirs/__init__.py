"""Packages from PyPI that encrypt fields with Fernet, measured as ours are.

They run in a virtual environment of their own, so nothing of the shop but a few
modules without packages is imported here.
"""
