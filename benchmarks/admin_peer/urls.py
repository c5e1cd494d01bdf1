"""Needs in Django's admin: the same search, a hundred on a page, the latest first."""

from typing import Any

from django.contrib import admin
from django.urls import path

from stafett.needs.models import Need


class Site(admin.AdminSite):
    """Nobody here has a staff mark: whoever is signed in may look."""

    def has_permission(self, request: Any) -> bool:
        return request.user.is_authenticated


def _yes(*_asked: Any, **_more: Any) -> bool:
    return True


def _no(*_asked: Any, **_more: Any) -> bool:
    return False


class NeedAdmin(admin.ModelAdmin):
    """The list as one would declare it, to look at only."""

    list_display = ("title", "organisation", "sector", "scope", "registered_at", "closed_on")
    list_filter = ("sector", "scope")
    list_per_page = 100
    list_select_related = ("organisation",)
    ordering = ("-registered_at", "-id")
    search_fields = ("search_text",)
    has_module_permission = has_view_permission = _yes
    has_add_permission = has_change_permission = has_delete_permission = _no


site = Site()
site.register(Need, NeedAdmin)
urlpatterns = [path("", site.urls)]
