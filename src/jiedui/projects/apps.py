from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "jiedui.projects"
    label = "projects"
