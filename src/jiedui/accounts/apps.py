from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "jiedui.accounts"
    label = "accounts"
