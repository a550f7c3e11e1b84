"""Addresses outside that are told what is owed, and of alerts."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jiedui.accounts.policies import Action, require
from jiedui.kernel import audit
from jiedui.kernel.errors import Invalid
from jiedui.plans.models import Programme
from jiedui.returns import webhooks
from jiedui.returns.enums import DeliveryState
from jiedui.returns.errors import NotGivenUp
from jiedui.returns.models import Delivery, Webhook


@transaction.atomic
def add_webhook(*, actor: Any, programme: Programme, url: str) -> Webhook:
    """Tell an address every working day what is owed, and of alerts. Raises NotAllowed, AddressRefused, Invalid."""
    require(actor, Action.EDIT_SCHEDULE)
    webhooks.resolve(url.strip())
    if programme.webhooks.filter(url=url.strip()).exists():
        raise Invalid(_("This address is told already."), address="url")
    hook = Webhook.objects.create(
        programme=programme, url=url.strip(), salt=webhooks.new_salt(), added_by=actor
    )
    audit.record(actor=actor, action="webhook.add", subject=hook, url=hook.url)
    return hook


@transaction.atomic
def remove_webhook(*, actor: Any, webhook: Webhook) -> None:
    """Tell an address no longer. Raises NotAllowed."""
    require(actor, Action.EDIT_SCHEDULE)
    audit.record(actor=actor, action="webhook.remove", subject=webhook, url=webhook.url)
    webhook.delete()


@transaction.atomic
def renew_secret(*, actor: Any, webhook: Webhook) -> Webhook:
    """Give an address another secret; the old one no longer fits. Raises NotAllowed."""
    require(actor, Action.EDIT_SCHEDULE)
    webhook.salt = webhooks.new_salt()
    webhook.save(update_fields=["salt"])
    audit.record(actor=actor, action="webhook.renew", subject=webhook)
    return webhook


@transaction.atomic
def send_again(*, actor: Any, delivery: Delivery) -> Delivery:
    """Put a message that was given up on its way again, with all its tries. Raises NotAllowed, NotGivenUp."""
    require(actor, Action.EDIT_SCHEDULE)
    given_up = Delivery.objects.filter(pk=delivery.pk, state=DeliveryState.FAILED)
    if not given_up.update(state=DeliveryState.WAITING, attempts=0, next_try_at=timezone.now()):
        raise NotGivenUp
    delivery.refresh_from_db()
    url = delivery.webhook.url if delivery.webhook else ""
    audit.record(
        actor=actor, action="webhook.resend", subject=delivery, url=url, last_error=delivery.last_error
    )
    return delivery
