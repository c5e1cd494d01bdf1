"""Addresses of pages about initiatives."""

from django.urls import URLPattern

app_name = "initiatives"
urlpatterns: list[URLPattern] = []
