from django.apps import AppConfig


class OrganisationsConfig(AppConfig):
    name = "jiedui.organisations"
    label = "organisations"
