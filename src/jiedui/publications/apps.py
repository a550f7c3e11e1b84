from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    name = "jiedui.publications"
    label = "publications"
