"""All receipts of a baton as one package for the archive, and how they are filed."""

import hashlib
import io
import json
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import get_language

from stafett.handovers.models import Baton, Receipt
from stafett.handovers.queries import documents
from stafett.lib import Acting

FORMAT = "stafett-archive-1"
LIST = "arkiv.json"


@dataclass(frozen=True, slots=True)
class Filing:
    """How somebody files it: under which title, who may read it by which law, and how long."""

    journal_title: str
    access: str
    access_basis: str
    retention: str
    retention_basis: str


@dataclass(frozen=True, slots=True)
class _Document:
    name: str
    title: str
    media_type: str
    receipt: Receipt
    content: bytes


def package(baton: Baton, filing: Filing, by: Acting, now: datetime) -> bytes:
    """Return the package: each receipt as PDF and JSON, and the list of what is in it."""
    papers = list(_documents(baton))
    told = json.dumps(_list(baton, filing, papers, by, now), ensure_ascii=False, indent=1)
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as folder:
        for paper in papers:
            folder.writestr(_entry(paper.name, now), paper.content)
        folder.writestr(_entry(LIST, now), told.encode() + b"\n")
    return packed.getvalue()


def _documents(baton: Baton) -> Iterator[_Document]:
    named = ("baton__initiative", "baton__municipality", "baton__sender", "organisation")
    for receipt in baton.receipts.select_related(*named).order_by("sequence"):
        name, title = documents.receipt_name(receipt), documents.receipt_paper(receipt).title
        pdf, file = documents.receipt_pdf(receipt), documents.receipt_file(receipt)
        yield _Document(f"{name}.pdf", title, "application/pdf", receipt, pdf)
        yield _Document(f"{name}.json", title, "application/json", receipt, file)


def _entry(name: str, now: datetime) -> zipfile.ZipInfo:
    entry = zipfile.ZipInfo(name, localtime(now).timetuple()[:6])
    entry.compress_type = zipfile.ZIP_DEFLATED
    return entry


def _list(
    baton: Baton, filing: Filing, papers: list[_Document], by: Acting, now: datetime
) -> Mapping[str, object]:
    return {
        "format": FORMAT,
        "journal_title": filing.journal_title,
        "access": {"code": filing.access, "legal_basis": filing.access_basis},
        "retention": {"class": filing.retention, "legal_basis": filing.retention_basis},
        "confirmed_by_archivist": None,
        "language": get_language(),
        "initiative": {"id": baton.initiative_id, "title": baton.initiative.title},
        "sender": {"label": baton.sender.label, "org_number": baton.sender.org_number},
        "municipality": {
            "label": baton.municipality.label,
            "number": baton.municipality.number,
            "org_number": baton.municipality.org_number,
        },
        "baton": {"id": baton.pk, "state": baton.state},
        "packed_at": localtime(now).isoformat(timespec="seconds"),
        "packed_by": {"name": by.name, "organisation": by.organisation_name},
        "documents": [_told(paper) for paper in papers],
    }


def _told(paper: _Document) -> Mapping[str, object]:
    receipt = paper.receipt
    return {
        "file": paper.name,
        "title": paper.title,
        "media_type": paper.media_type,
        "receipt": receipt.sequence,
        "kind": receipt.kind,
        "signed_by": receipt.signed_by_name,
        "signed_at": localtime(receipt.made_at).isoformat(timespec="seconds"),
        "mark": receipt.hash,
        "sha256": hashlib.sha256(paper.content).hexdigest(),
    }
