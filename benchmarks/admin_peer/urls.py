"""Needs in Django's admin: the same search, a hundred on a page, the latest first."""

from typing import Any

from django.contrib import admin
from django.urls import path

from stafett.needs.models import Need


class Site(admin.AdminSite):
    """People here have no staff mark: whoever is signed in may look."""

    def has_permission(self, request: Any) -> bool:
        return request.user.is_authenticated


class NeedAdmin(admin.ModelAdmin):
    """The list as one would declare it."""

    list_display = ("title", "organisation", "sector", "scope", "registered_at", "closed_on")
    list_filter = ("sector", "scope")
    list_per_page = 100
    list_select_related = ("organisation",)
    ordering = ("-registered_at", "-id")
    search_fields = ("search_text",)

    def has_module_permission(self, request: Any) -> bool:
        return True

    def has_view_permission(self, request: Any, obj: Any = None) -> bool:
        return True


site = Site()
site.register(Need, NeedAdmin)
urlpatterns = [path("", site.urls)]
