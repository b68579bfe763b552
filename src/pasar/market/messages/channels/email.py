"""E-mail by SMTP (PASAR_SMTP_URL, PASAR_MAIL_FROM)."""

import smtplib

from django.conf import settings
from django.core.mail import EmailMessage

from pasar.kernel.texts import one_line
from pasar.market.messages.channels import Channel, ChannelDown, ChannelRefused, Outgoing

_GONE = range(550, 554)
"""SMTP replies that say the mailbox does not exist or never takes this."""


def _send(message: Outgoing) -> None:
    # Django refuses line breaks in headers too; here they are gone before, so that the mail still leaves.
    mail = EmailMessage(
        subject=one_line(message.subject, 200),
        body="\n\n".join(filter(None, (message.body, message.link))) + "\n",
        to=[one_line(message.address, 254)],
        headers={
            "Message-ID": f"<{message.id}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].strip('> ') or 'pasar'}>",
            "Auto-Submitted": "auto-generated",
            "Content-Language": message.language,
        },
    )
    try:
        mail.send(fail_silently=False)
    except smtplib.SMTPRecipientsRefused as error:
        codes = [reply[0] for reply in error.recipients.values()]
        said = f"SMTP {codes}"
        raise (ChannelRefused(said) if all(code in _GONE for code in codes) else ChannelDown(said)) from error
    except (smtplib.SMTPException, OSError) as error:
        raise ChannelDown(f"{type(error).__name__}: {error}"[:200]) from error


adapter = Channel(
    key="email",
    reached_by="email",
    usable=lambda: bool(settings.EMAIL_HOST),
    send=_send,
)
