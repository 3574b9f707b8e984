"""A submission server of another author (aiosmtpd): smtp-server.py MODE [CERTIFICATE KEY]. MODE: none, starttls or tls.
Says its port, then a JSON object a mail. User strowger with password s3cret-word where there is TLS; mail for nobody@ is refused."""

import asyncio
import json
import ssl
import sys
from email import message_from_bytes, policy

from aiosmtpd.smtp import SMTP, AuthResult

MODE, *FILES = sys.argv[1:]


class Handler:
    async def handle_RCPT(self, server, session, envelope, address, options):
        if address.startswith("nobody@"):
            return "550 5.1.1 No such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.content, policy=policy.default)
        told = {
            "from": envelope.mail_from,
            "to": envelope.rcpt_tos,
            "subject": str(mail["subject"]),
            "header": str(mail["from"]),
            "text": mail.get_content(),
            "tls": server.transport.get_extra_info("ssl_object") is not None,
            "user": session.auth_data,
        }
        print(json.dumps(told), flush=True)
        return "250 2.0.0 Queued as 42"


def authenticate(server, session, envelope, mechanism, data):
    good = data.login == b"strowger" and data.password == b"s3cret-word"
    return AuthResult(success=good, auth_data="strowger" if good else None, handled=False)


async def main():
    context = None
    if FILES:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(*FILES)

    def protocol():
        return SMTP(
            Handler(),
            hostname="localhost",
            loop=asyncio.get_running_loop(),
            tls_context=context if MODE == "starttls" else None,
            require_starttls=MODE == "starttls",
            authenticator=authenticate if MODE != "none" else None,
            auth_required=MODE != "none",
            auth_require_tls=MODE == "starttls",
        )

    server = await asyncio.get_running_loop().create_server(
        protocol, "127.0.0.1", 0, ssl=context if MODE == "tls" else None
    )
    print(server.sockets[0].getsockname()[1], flush=True)
    async with server:
        await server.serve_forever()


asyncio.run(main())
