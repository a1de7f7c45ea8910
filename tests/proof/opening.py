"""Prints what lies in every sealed field of a shop, and in its browser sessions.

Run with the shop's environment. With a word, it puts that word into a plain column of
each database instead: whoever searches must find it there.
"""

from __future__ import annotations

import dataclasses
import json
import sys

import django


def main():
    """Print the texts of every sealed field as JSON, or plant a word."""
    django.setup()
    if len(sys.argv) > 1:
        plant(sys.argv[1])
    else:
        print(json.dumps(sealed_texts() | {"sessions": sessions()}))


def sealed_texts():
    """Return {"app.Model.field": [texts]} for every field that is not in clear."""
    from django.apps import apps

    from privacy import declarations

    return {
        f"{model._meta.label}.{name}": list(_texts(model, name, said))
        for model in apps.get_models()
        for name, said in declarations.of(model).personal.items()
        if not said.in_clear
    }


def _texts(model, name, said):
    from privacy import purposes

    for row in model.objects.all():
        with purposes.using(said.purposes[0]):
            value = getattr(row, name)
        if dataclasses.is_dataclass(value):
            for told in dataclasses.asdict(value).values():
                parts = told if isinstance(told, (list, tuple)) else [told]
                yield from (part for part in parts if isinstance(part, str) and part)
        elif value:
            yield str(value)


def sessions():
    """Return the sessions unpacked: they are compressed, and hide what they hold."""
    from shop.browsers import BrowserSession

    return [json.dumps(each.get_decoded()) for each in BrowserSession.objects.all()]


def plant(word):
    """Write the word into a plain column of a new table in each database."""
    from django.db import connections

    for connection in connections.all():
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE planted (told varchar(200))")
            cursor.execute("INSERT INTO planted VALUES (%s)", [word])


if __name__ == "__main__":
    main()
