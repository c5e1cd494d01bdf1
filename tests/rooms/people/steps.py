"""A phone with an app that gives codes, reckoned here by hand; and ways through the second step."""

import base64
import hashlib
import hmac
import struct
import time

from allauth.mfa.models import Authenticator

from tests.factories import PASSWORD
from tests.pages import Reader

PERIOD = 30
APP, CODES = "/meg/innlogging/app/", "/meg/innlogging/koder/"
SECOND_STEP = "/logg-inn/andre-trinn/"


def code(secret, steps=0):
    """Return what an app shows, so many steps of half a minute from now (RFC 6238)."""
    counter = struct.pack(">Q", int(time.time()) // PERIOD + steps)
    digest = hmac.new(base64.b32decode(secret), counter, hashlib.sha1).digest()
    (value,) = struct.unpack(">I", digest[(at := digest[-1] & 15) : at + 4])
    return f"{(value & 0x7FFFFFFF) % 10**6:06}"


def wrong_code(secret):
    """Return six digits that are right at no step near this one."""
    near = {code(secret, steps) for steps in range(-5, 6)}
    return next(each for each in map("{:06}".format, range(100)) if each not in near)


def confirmed(cast):
    """Return a reader who has just shown once more who they are."""
    reader = Reader(cast)
    reader.sends("/meg/bekreft/", {"password": PASSWORD})
    return reader


def turned_on(cast):
    """Let somebody add an app; return its secret, and the recovery codes as they were shown."""
    reader = confirmed(cast)
    secret = next(each.text for each in reader.opens(APP).all("code"))
    page = reader.sends(APP, {"code": code(secret, -1)})
    assert page.path == CODES, page.summary
    return secret, [each.text for each in page.all("code")]


def by_password(email, reader=None):
    told = {"login": email, "password": PASSWORD}
    return (reader or Reader()).sends("/logg-inn/", told)


def keys_of(person):
    return Authenticator.objects.filter(user=person)
