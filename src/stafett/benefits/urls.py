"""Addresses of pages about benefits."""

from django.urls import URLPattern

app_name = "benefits"
urlpatterns: list[URLPattern] = []
