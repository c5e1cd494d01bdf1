"""What a mail server's answers mean."""

from smtplib import SMTPDataError, SMTPRecipientsRefused


def is_for_good(failure: Exception) -> bool:
    """Whether the mail server has said a no that stays no, such as «no such address»."""
    if isinstance(failure, SMTPRecipientsRefused):
        return all(code >= 500 for code, _said in failure.recipients.values())
    return isinstance(failure, SMTPDataError) and failure.smtp_code >= 500


def in_short(failure: Exception) -> str:
    """Return what went wrong, without the address it was for."""
    if isinstance(failure, SMTPRecipientsRefused):
        codes = sorted({str(code) for code, _said in failure.recipients.values()})
        return f"{type(failure).__name__} {' '.join(codes)}"
    code = getattr(failure, "smtp_code", "")
    return f"{type(failure).__name__} {code}".strip()
