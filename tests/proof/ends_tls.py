"""Ends TLS on loopback before a shop, so that a scanner sees it as browsers do.

`python -m tests.proof.ends_tls CERTIFICATE KEY PORT SHOPS_PORT SECONDS`: it says to the
shop what a proxy says (BEHIND_PROXY=1) and ends by itself. docs/firewall.md uses it.
"""

from __future__ import annotations

import asyncio
import ssl
import sys

HERE = "127.0.0.1"
OURS = (b"connection:", b"x-forwarded-")


async def main(certificate, key, port, behind, seconds):
    """Listen until the time is over."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    async def serve(reader, writer):
        shop_reader, shop_writer = await asyncio.open_connection(HERE, int(behind))
        shop_writer.write(told(await reader.readuntil(b"\r\n\r\n")))
        ways = (pass_on(reader, shop_writer), pass_on(shop_reader, writer))
        await asyncio.gather(*ways, return_exceptions=True)

    server = await asyncio.start_server(serve, HERE, int(port), ssl=context)
    async with server:
        await asyncio.sleep(float(seconds))


def told(head):
    """The head of a request as a proxy passes it on; one request per connection."""
    first, *fields = head.rstrip(b"\r\n").split(b"\r\n")
    kept = [field for field in fields if not field.lower().startswith(OURS)]
    added = (b"X-Forwarded-Proto: https", b"X-Forwarded-For: 192.0.2.7")
    return b"\r\n".join([first, *kept, *added, b"Connection: close", b"", b""])


async def pass_on(reader, writer):
    """Copy what comes until it ends."""
    while data := await reader.read(65536):
        writer.write(data)
        await writer.drain()
    writer.close()


if __name__ == "__main__":
    asyncio.run(main(*sys.argv[1:]))
