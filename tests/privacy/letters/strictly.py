"""Rendering a letter so that each variable it asks for and does not get is noted."""

from __future__ import annotations

from contextlib import contextmanager

from django.template.base import Variable, VariableDoesNotExist


@contextmanager
def noting(monkeypatch):
    """Yield the names of variables that were asked for in vain, also by a tag.

    Django lets them pass as nothing, in ``{{ }}`` and in ``{% if %}`` alike.
    """
    missed, usual = [], Variable._resolve_lookup

    def looked_up(self, context):
        try:
            return usual(self, context)
        except VariableDoesNotExist:
            missed.append(self.var)
            raise

    with monkeypatch.context() as patch:
        patch.setattr(Variable, "_resolve_lookup", looked_up)
        yield missed
