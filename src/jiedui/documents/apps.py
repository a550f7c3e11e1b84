from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "jiedui.documents"
    label = "documents"
