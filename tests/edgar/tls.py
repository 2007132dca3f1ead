"""A certificate that nobody has reason to trust: made here, signed by itself."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from pathlib import Path


def self_signed(folder: Path, name: str = "localhost") -> ssl.SSLContext | None:
    """Make a certificate for this machine in a folder; None where there is no ``openssl``.

    The context is for a server. A client that is told to trust ``folder / "certificate.pem"``
    accepts it for 127.0.0.1; one that is told nothing must refuse it."""
    openssl = shutil.which("openssl")
    if openssl is None:
        return None
    key, certificate = folder / "key.pem", folder / "certificate.pem"
    subprocess.run(
        [
            openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
            "-nodes", "-days", "2", "-subj", f"/CN={name}",
            "-addext", f"subjectAltName=DNS:{name},IP:127.0.0.1",
            "-keyout", str(key), "-out", str(certificate),
        ],
        check=True, capture_output=True, timeout=60,
    )  # fmt: skip
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context
