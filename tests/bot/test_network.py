"""A network that lies or leads nowhere: nothing was sent, nobody is trusted who can't prove who they are."""

import asyncio
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from telegram.error import NetworkError

from bot.api import BotApi, fate_of
from bot.request import TelegramRequest

TOKEN = "7000000001:" + "t" * 35


def _certificate(folder: Path) -> ssl.SSLContext:
    """Make a certificate for this machine that nobody has signed."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = folder / "certificate.pem"
    pem, plain = serialization.Encoding.PEM, serialization.NoEncryption()
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, plain)
    file.write_bytes(made.public_bytes(pem) + secret)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


async def _sent_to(url: str) -> NetworkError:
    api = BotApi(TOKEN, TelegramRequest(connections=2), url=url)
    await api.open()
    try:
        with pytest.raises(NetworkError) as caught:
            await api.call("sendMessage", {"chat_id": 1, "text": "canary"})
    finally:
        await api.close()
    return caught.value


async def test_a_server_that_cannot_prove_who_it_is_is_told_nothing(tmp_path: Path) -> None:
    heard = bytearray()

    async def listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        heard.extend(await reader.read(1000))
        writer.close()

    server = await asyncio.start_server(listen, "127.0.0.1", 0, ssl=_certificate(tmp_path))
    async with server:
        port = server.sockets[0].getsockname()[1]
        error = await _sent_to(f"https://localhost:{port}")
    assert fate_of(error) == "unsent"
    assert heard == b""


@pytest.mark.parametrize("url", ["http://nowhere.invalid", "https://nowhere.invalid:8443", "http://127.0.0.1:1"])
async def test_a_server_that_is_not_there_was_sent_nothing(url: str) -> None:
    assert fate_of(await _sent_to(url)) == "unsent"
