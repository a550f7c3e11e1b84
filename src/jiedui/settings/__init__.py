"""Settings; everything an operator may change is read from the environment in :mod:`jiedui.settings.base`."""

from jiedui.settings.base import *  # noqa: F403
