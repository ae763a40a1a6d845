"""Django's SMTP backend, except that it tells one failure from all others: nobody knows."""

from __future__ import annotations

import smtplib

from django.core.mail.backends import smtp


class MayHaveArrived(Exception):
    """The connection was lost after the message had begun to go over it.

    The server may have taken it or not, so it must not be sent again.
    """


class _Careful:
    def data(self, msg: bytes) -> tuple[int, bytes]:
        try:
            return super().data(msg)  # type: ignore[misc]
        except (smtplib.SMTPServerDisconnected, OSError) as error:
            # SMTPException is an OSError too: an answer of the server is no lost connection.
            if isinstance(error, smtplib.SMTPResponseException):
                raise
            raise MayHaveArrived(str(error)) from error


class CarefulSMTP(_Careful, smtplib.SMTP):
    pass


class CarefulSMTPOverTLS(_Careful, smtplib.SMTP_SSL):
    pass


class EmailBackend(smtp.EmailBackend):
    @property
    def connection_class(self) -> type[smtplib.SMTP]:
        return CarefulSMTPOverTLS if self.use_ssl else CarefulSMTP
