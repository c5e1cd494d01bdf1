"""Addresses of signing in as somebody invented. Included only in a demo."""

from django.urls import path

from stafett.journey import demo_views as views

app_name = "demo"
urlpatterns = [
    path("demo/", views.choose, name="choose"),
    path("demo/inn/", views.sign_in, name="sign_in"),
    path("demo/post/", views.mail, name="mail"),
    path("demo/hvor-som-helst/", views.anywhere, name="anywhere"),
]
