"""Looks for a text in everything a shop stores, however it may be written down."""

from __future__ import annotations

import base64
import hashlib
import html
import json
import os
import sqlite3
import subprocess
import unicodedata
from collections import defaultdict
from pathlib import Path
from urllib.parse import quote, quote_plus

import psycopg
import redis
from ahocorasick import Automaton

from tests.proof.shop_process import conninfo

SHORTEST = 6  # a shorter text would be found by chance
PAGE = 4096


def spellings(text):
    """Return {how: bytes} for every way in which `text` could lie on a disk.

    Hex is in small letters: look for it where all letters are made small.
    """
    found = {}
    for word in dict.fromkeys((text, text.lower())):
        for charset in ("utf-8", "utf-16-le", "utf-16-be"):
            raw = word.encode(charset)
            found[f"{word} {charset}"] = raw
            found[f"{word} {charset} hex"] = raw.hex().encode()
            for shift, inner in enumerate(_base64(raw)):
                found[f"{word} {charset} base64+{shift}"] = inner
                safe = inner.translate(bytes.maketrans(b"+/", b"-_"))
                found[f"{word} {charset} base64url+{shift}"] = safe
    for word in (text, text.upper(), unicodedata.normalize("NFD", text)):
        for how in (quote, quote_plus, html.escape, json.dumps):
            found[f"{word} by {how.__name__}"] = how(word).strip('"').encode()
        found[f"{word} utf-8"] = word.encode()
    return {how: raw for how, raw in found.items() if len(raw) >= SHORTEST}


def _base64(raw):
    """Yield the part of base64 that depends on `raw` alone, at each of 3 alignments."""
    for shift in range(3):
        padded = base64.b64encode(bytes(shift) + raw)
        first = -(-shift * 8 // 6)
        last = (shift + len(raw)) * 8 // 6
        yield padded[first:last]


def search(texts, stores):
    """Return "how, where" for each of `texts` found in `stores` {where: bytes}."""
    plain, hexes = Automaton(), Automaton()
    for text in texts:
        for how, raw in spellings(text).items():
            kind = hexes if how.endswith(" hex") else plain
            kind.add_word(raw.decode("latin-1"), how)
    for kind in filter(len, (plain, hexes)):
        kind.make_automaton()
    found = []
    for where, stored in stores.items():
        seen = _seen(plain, stored) | _seen(hexes, stored.lower())
        found += [f"{how}, {where}" for how in seen]
    return sorted(found)


def _seen(words, stored):
    """Return how each of the words that occur is spelt, in one pass over the bytes."""
    if not words or not stored:
        return set()
    return {how for _, how in words.iter(stored.decode("latin-1"))}


def pages_of(stores):
    """Return the digest of every page that is in `stores` {where: bytes}."""
    return {digest for stored in stores.values() for digest, _ in _pages(stored)}


def fresh(stores, known):
    """Return `stores` without the pages that are `known`.

    What lay there before anybody typed anything can't hold it.
    """
    return {
        where: b"".join(page for digest, page in _pages(stored) if digest not in known)
        for where, stored in stores.items()
    }


def _pages(stored):
    for start in range(0, len(stored), PAGE):
        page = stored[start : start + PAGE]
        yield hashlib.blake2b(page, digest_size=16).digest(), page


def stores(shop):
    """Return {where: bytes} of everything that the shop keeps, its mail left out."""
    files = defaultdict(list)
    for path in sorted(shop.var.rglob("*")):
        parts = path.relative_to(shop.var).parts
        if path.is_file() and parts[0] != "mail":
            # The many small files of one folder are read as one.
            where = "/".join(parts[:1] if parts[0] == "static" else parts)
            files[where].append(path.read_bytes())
    found = {where: b"\n".join([*parts, b""]) for where, parts in files.items()}
    for name in ("REDIS_URL", "BROKER_URL"):
        if name in shop.env:
            found[name] = _redis(shop.env[name])
    if "DATABASE_URL" in shop.env:
        return found | _postgres(shop.env)
    return found | {
        f"rows of {path.name}": _sqlite(path) for path in shop.var.glob("*.sqlite3")
    }


def _sqlite(path):
    with sqlite3.connect(f"file:{path}?mode=ro", uri=True) as database:
        rows = "\n".join(database.iterdump()).encode(errors="surrogateescape")
    database.close()
    return rows


def _redis(url):
    server = redis.Redis.from_url(url)
    kinds = {
        b"string": server.get,
        b"list": lambda key: server.lrange(key, 0, -1),
        b"set": server.smembers,
        b"hash": server.hgetall,
        b"zset": lambda key: server.zrange(key, 0, -1),
    }
    parts = []
    for key in server.scan_iter():
        value = kinds[server.type(key)](key)
        flat = value.items() if isinstance(value, dict) else value
        each = [value] if isinstance(value, bytes) else flat
        parts += [key, *(part for one in each for part in _flat(one))]
    server.close()
    return b"\n".join(parts)


def _flat(value):
    return value if isinstance(value, tuple) else (value,)


def _postgres(env):
    found = {}
    for name in ("DATABASE_URL", "VAULT_URL"):
        dump = [os.environ["PG_DUMP"], "--dbname", conninfo(env[name])]
        found[f"pg_dump of {name}"] = subprocess.run(
            dump, capture_output=True, check=True
        ).stdout
        found |= _files_of(env[name])
    return found


def _files_of(url):
    """Return the files of a database and the journal, where they can be read."""
    with psycopg.connect(conninfo(url), autocommit=True) as server:
        server.execute("CHECKPOINT")
        data = Path(server.execute("SHOW data_directory").fetchone()[0])
        oid = "SELECT oid FROM pg_database WHERE datname = current_database()"
        number = server.execute(oid).fetchone()[0]
    folders = (data / "base" / str(number), data / "pg_wal")
    return {
        f"{folder.relative_to(data)}/{path.name}": path.read_bytes()
        for folder in folders
        if os.access(data, os.R_OK)
        for path in folder.iterdir()
        if path.is_file()
    }
