"""Who signs in."""

from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy as _


def one_form_of(email: str) -> str:
    """Return the address as it is kept: in small letters, those outside ASCII too."""
    return email.strip().lower()


class PersonManager(BaseUserManager["Person"]):
    """People are found by e-mail address, whatever its case."""

    def get_by_natural_key(self, email: str | None) -> "Person":
        return self.get(email=one_form_of(email or ""))

    def create_user(
        self, email: str, name: str, password: str | None = None, **more: Any
    ) -> "Person":
        person = self.model(email=one_form_of(email), name=name, **more)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """Somebody who can sign in. What they may do comes from their roles in organisations."""

    scrub: ClassVar = {
        "id": "safe",
        "password": "sensitive",
        "last_login": "personal",
        "email": "personal",
        "name": "personal",
        "language": "safe",
        "is_active": "safe",
        "invited_at": "personal",
    }

    email = models.EmailField(_("e-mail address"), max_length=254, unique=True)
    name = models.CharField(_("name"), max_length=120)
    language = models.CharField(_("language"), max_length=5, blank=True)
    is_active = models.BooleanField(_("can sign in"), default=True)
    invited_at = models.DateTimeField(_("invited"), null=True, blank=True)

    objects = PersonManager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(
                Lower("email"),
                name="person_email_is_theirs_alone",
                violation_error_message=_("Somebody already signs in with this address."),
            )
        ]

    def __str__(self) -> str:
        return self.name or self.email

    def get_full_name(self) -> str:
        return self.name

    def get_short_name(self) -> str:
        return self.name.split(" ")[0]
