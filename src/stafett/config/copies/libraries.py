"""What a scrubbed copy keeps of the tables that come with libraries; ours say it in the models."""

SCRUB: dict[str, dict[str, str]] = {
    "account.EmailAddress": {
        "id": "safe", "user": "personal", "email": "personal", "verified": "safe",
        "primary": "safe",
    },
    "account.EmailConfirmation": {
        "id": "safe", "email_address": "personal", "created": "personal", "sent": "personal",
        "key": "sensitive",
    },
    "auth.Group": {"id": "safe", "name": "safe"},
    "auth.Permission": {"id": "safe", "name": "safe", "content_type": "safe", "codename": "safe"},
    "contenttypes.ContentType": {"id": "safe", "app_label": "safe", "model": "safe"},
    "mfa.Authenticator": {
        "id": "safe", "user": "personal", "type": "safe", "data": "sensitive",
        "created_at": "personal", "last_used_at": "personal",
    },
    "sessions.Session": {
        "session_key": "sensitive", "session_data": "sensitive", "expire_date": "personal",
    },
}  # fmt: skip
"""By model and field, in the words of ``scrub`` in our own models."""
