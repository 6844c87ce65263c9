"""Signing in and out. allauth has more pages (sign-up, e-mail, reset by mail): none of them is here."""

from allauth.account import views
from django.urls import include, path

pages = [
    path("sign-in/", views.login, name="sign_in"),
    path("sign-out/", views.logout, name="sign_out"),
    path("password/", views.password_change, name="change_password"),
]

urlpatterns = [
    path("", include((pages, "accounts"))),
    path("sign-in/", views.login, name="account_login"),  # the name by which allauth itself asks
]
