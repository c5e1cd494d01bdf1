"""Bringing a file as a person does it: look, answer, bring in, undo."""

from django.core.files.uploadedfile import SimpleUploadedFile

from stafett.files.models import Upload
from tests.pages import Reader


class Bringer:
    """Somebody at a browser with a file."""

    def __init__(self, cast):
        self.cast, self.reader = cast, Reader(cast)

    @property
    def upload(self):
        return Upload.objects.order_by("-id").first()

    @property
    def upload_page(self):
        return self.upload.get_absolute_url()

    def looks(self, content, name="Gevinstverktøy.xlsx", **asked):
        """Send a file, and look at what would come of it."""
        file = SimpleUploadedFile(name, content)
        where = f"/filer/?tiltak={asked['about'].pk}" if "about" in asked else "/filer/"
        return self.reader.sends(where, {"file": file})

    def answers(self, **said):
        upload = self.upload
        return self.reader.sends(f"/filer/{upload.pk}/", {"version": upload.version, **said})

    def brings(self):
        upload = self.upload
        return self.reader.sends(f"/filer/{upload.pk}/hent-inn/", {"version": upload.version})

    def undoes(self, upload=None):
        upload = upload or self.upload
        return self.reader.sends(f"/filer/{upload.pk}/angre/", {"version": upload.version})

    def brings_all(self, content, name="Gevinstverktøy.xlsx", **said):
        self.looks(content, name)
        self.answers(**said)
        return self.brings()
