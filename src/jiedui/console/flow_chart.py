"""The flow chart's data and the sentence over it."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from jiedui.console.exchanges import Flow
from jiedui.kernel import figures
from jiedui.plans.models import Indicator


def flow_chart(flows: Sequence[Flow], indicator: Indicator) -> dict[str, Any]:
    """Nodes and links for the chart's script; a unit that gives and receives is two nodes."""
    shown = [flow for flow in flows if flow.own > 0]
    scale = figures.scale_of([flow.own for flow in shown], indicator.unit, indicator.decimals)
    givers = {f"g{flow.giver.pk}": flow.giver.label for flow in shown}
    receivers = {f"r{flow.receiver.pk}": flow.receiver.label for flow in shown}
    return {
        "unit": scale.unit,
        "names": givers | receivers,
        "nodes": [
            *({"name": name, "side": "giver"} for name in givers),
            *({"name": name, "side": "receiver"} for name in receivers),
        ],
        "links": [
            {
                "source": f"g{flow.giver.pk}",
                "target": f"r{flow.receiver.pk}",
                "value": round(float(flow.own / scale.divisor), 4),
            }
            for flow in shown
        ],
    }


def flow_finding(flows: Sequence[Flow], indicator: Indicator) -> str:
    """The total and the largest flow in a sentence."""
    total = sum((flow.own for flow in flows), start=Decimal(0))
    largest = max(flows, key=lambda flow: flow.own)
    params = {
        "name": indicator.label,
        "total": figures.told(total, indicator.unit, indicator.decimals),
        "giver": largest.giver.label,
        "receiver": largest.receiver.label,
        "share": figures.percent(largest.own / total, 0) if total else figures.EMPTY,
    }
    return (
        gettext("%(name)s: %(total)s; the largest share, %(share)s, went from %(giver)s to %(receiver)s")
        % params
    )
