"""The findings about a document in the reader's language."""

from __future__ import annotations

from django.utils.translation import gettext as _

from jiedui.documents.facts import Discrepancy


def describe(finding: Discrepancy) -> str:
    """One sentence that says what does or does not agree, with both figures."""
    template = _template(finding)
    return template % _readable(finding) if template else finding.code


def _template(finding: Discrepancy) -> str:
    agrees = finding.severity == "ok"
    words = {
        ("table_total", False): _(
            "Column “%(measure)s”: the %(rows)s rows add up to %(sum)s, the total row says %(total)s (%(difference)s)."
        ),
        ("table_total", True): _(
            "Column “%(measure)s”: the %(rows)s rows add up to the stated total of %(total)s."
        ),
        ("parts_whole", False): _(
            "The parts add up to %(sum)s %(unit)s, the whole is stated as %(total)s (%(difference)s)."
        ),
        ("parts_whole", True): _("The %(parts)s parts add up to the stated whole of %(total)s %(unit)s."),
        ("share", False): _("%(part)s of %(total)s %(unit)s is %(exact)s %%, the text says %(stated)s %%."),
        ("share", True): _("%(part)s of %(total)s %(unit)s is indeed %(stated)s %%."),
        ("displaced_cell", False): _displaced(finding),
        ("unknown_place", False): _unknown(finding),
        ("pairing_count", True): _("The table lists %(rows)s counties in %(province)s, as the text says."),
    }
    return words.get((finding.code, agrees), "")


def _displaced(finding: Discrepancy) -> str:
    if finding.params.get("stated") == finding.params.get("prefecture"):
        return _(
            "The cells of %(county)s stand in the wrong columns; by its division code %(code)s it is in %(prefecture)s."
        )
    return _(
        "The table puts %(county)s in %(stated)s; by its code %(code)s it is in %(prefecture)s, which was taken."
    )


def _unknown(finding: Discrepancy) -> str:
    if finding.params.get("meant"):
        return _("There is no %(written)s: %(named)s is in %(lies_in)s. Probably %(meant)s is meant.")
    return _("There is no %(written)s: %(named)s lies elsewhere in %(lies_in)s.")


def _readable(finding: Discrepancy) -> dict[str, object]:
    """The parameters with figures grouped, the difference with its sign."""
    return {key: _figure(value, signed=key == "difference") for key, value in finding.params.items()}


def _figure(value: object, *, signed: bool) -> object:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return value
    return f"{value:+,}" if signed else f"{value:,}"
