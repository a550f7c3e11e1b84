from django.apps import AppConfig


class SafeguardsConfig(AppConfig):
    name = "jiedui.safeguards"
    label = "safeguards"
