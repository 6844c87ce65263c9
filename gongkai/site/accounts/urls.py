"""Signing in and out, and one's own account.

allauth has more pages (sign-up, e-mail, reset by mail): none of them is here.
"""

from allauth.account import views as allauth
from django.urls import include, path

from . import views

pages = [
    path("sign-in/", allauth.login, name="sign_in"),
    path("sign-in/code/", views.code, name="code"),
    path("sign-out/", allauth.logout, name="sign_out"),
    path("password/", allauth.password_change, name="change_password"),
    path("account/", views.account, name="account"),
    path("account/second-factor/", views.activate, name="activate"),
    path("account/second-factor/codes/", views.renew_codes, name="renew_codes"),
    path("account/second-factor/off/", views.deactivate, name="deactivate"),
]

urlpatterns = [
    path("", include((pages, "accounts"))),
    path("sign-in/", allauth.login, name="account_login"),  # the name by which allauth itself asks
]
