"""``jiedui returns``: list, make, remind of, close and weigh the returns of a programme."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

import typer
from django.utils.translation import gettext as _
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn
from rich.table import Table

from jiedui.accounts.models import User
from jiedui.kernel.errors import Invalid
from jiedui.kernel.figures import exact, percent
from jiedui.kernel.parsing import parse_date
from jiedui.kernel.periods import Period
from jiedui.plans.models import Programme
from jiedui.plans.queries import get_programme, get_workstream
from jiedui.returns import meter as meters
from jiedui.returns import queries, services
from jiedui.returns.agreement import Agreement, agreements
from jiedui.returns.calendar import name_of, period_named
from jiedui.returns.enums import ReturnState
from jiedui.returns.models import Return
from jiedui.returns.rates import reporting_rates

app = typer.Typer(no_args_is_help=True, help="Returns: who owes what, and what came.")

OfProgramme = Annotated[str, typer.Option("--programme", help="Code of the programme.")]
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Day; the programme's today.")]
Span = Annotated[str, typer.Option("--period", help="2019, 2019H1, 2019Q3, 2019-07 or 2019-W31.")]


WIDE = 180
DUE = "due"
"""What stands for the day on which each return is due."""


@app.command("list")
def show(
    programme: OfProgramme,
    period: Span = "",
    workstream: Annotated[str, typer.Option(help="Only this workstream (its key).")] = "",
    state: Annotated[str, typer.Option(help=f"One of: {', '.join(ReturnState.values)}, overdue.")] = "",
) -> None:
    """Show returns by due day, with how many stand where."""
    found = get_programme(programme)
    rows = queries.current(Return.objects.select_related(*queries.RELATED)).filter(schedule__programme=found)
    if period:
        span = period_named(period)
        rows = rows.filter(ends_on__gte=span.first, ends_on__lte=span.last)
    if workstream:
        rows = rows.filter(schedule__workstream=get_workstream(found, workstream))
    if state == queries.OVERDUE:
        rows = queries.overdue(rows, found.today)
    elif state:
        rows = rows.filter(state=state)
    _print_list(found, list(rows.order_by("due_on", "schedule", "unit__path")))


def _print_list(programme: Programme, rows: list[Return]) -> None:
    console = Console()
    table = Table(
        _("Due day"),
        _("Return"),
        _("Unit"),
        _("Period"),
        _("State"),
        _("Filed"),
        title=programme.label,
        box=None,
    )
    for one in rows:
        table.add_row(
            one.due_on.isoformat(),
            one.schedule.label,
            one.unit.label,
            f"{one.starts_on}…{one.ends_on}",
            str(ReturnState(one.state).label),
            one.filed_on.isoformat() if one.filed_on else "—",
        )
    console.print(table)
    counts = {value: sum(1 for one in rows if one.state == value) for value in ReturnState.values}
    told = [f"{ReturnState(value).label} {count}" for value, count in counts.items() if count]
    console.print(", ".join(told) or _("There are no such returns."), highlight=False)


@app.command()
def produce(programme: OfProgramme, until: Day = None) -> None:
    """Make every return whose period is over; repeating it makes only what is missing."""
    found = get_programme(programme)
    made = services.produce_returns(actor=None, programme=found, until=_day(found, until))
    words = {"created": len(made.created), "there": made.there}
    Console().print(_("%(created)d returns made, %(there)d were there.") % words, highlight=False)


@app.command()
def remind(
    programme: OfProgramme,
    on: Day = None,
    send: Annotated[bool, typer.Option(help="Also send the messages that wait.")] = True,
) -> None:
    """Write the day's reminders and send them; repeating it the same day adds nothing."""
    found = get_programme(programme)
    done = services.remind(actor=None, programme=found, on=_day(found, on))
    words = {"notices": done.notices, "messages": done.deliveries}
    console = Console()
    console.print(_("%(notices)d notices, %(messages)d messages.") % words, highlight=False)
    if send:
        sent = services.deliver()
        words = {"sent": sent.sent, "failed": sent.failed}
        console.print(_("%(sent)d sent, %(failed)d to be tried again.") % words, highlight=False)


@app.command()
def close(
    programme: OfProgramme,
    username: Annotated[str, typer.Option("--as", help="Who closes: somebody of the programme office.")],
    period: Span = "",
    since: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Periods that end on this day or later.")
    ] = None,
    until: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Periods that end on this day or earlier.")
    ] = None,
    on: Annotated[
        str, typer.Option(help="Day of filing, or “due”, for generated or archived programmes.")
    ] = "",
    blanks: Annotated[
        bool, typer.Option("--blanks", help="Leave empty what the ledger does not have and nobody wrote.")
    ] = False,
) -> None:
    """Make, hand in, review and accept every return of a period, as the office. Exit 1 names what is left."""
    found, span = get_programme(programme), _span(period, since, until)
    actor = User.objects.filter(username__iexact=username).first()
    if actor is None:
        raise Invalid(_("Nobody signs in as “%(username)s”."), username=username, address="--as")
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(name_of(span), total=None)
        closed = services.close_returns(
            actor=actor,
            programme=found,
            since=span.first,
            until=span.last,
            on=(lambda one: one.due_on) if on == DUE else parse_date(on) if on else None,
            blanks=blanks,
            advance=lambda count: bar.advance(task, count),
        )
    _print_closed(closed)
    if closed.left:
        raise typer.Exit(1)


def _span(period: str, since: datetime | None, until: datetime | None) -> Period:
    """The period that was named, or that between the two days. Raises Invalid."""
    if period:
        return period_named(period)
    if since is None or until is None or until < since:
        raise Invalid(_("Say which returns: --period 2019-07, or --since and --until."), address="--period")
    return Period(since.date(), until.date())


def _print_closed(closed: services.Closed) -> None:
    console = Console(soft_wrap=True)
    words = {"made": closed.produced, "accepted": closed.accepted, "left": len(closed.left)}
    console.print(_("%(made)d made, %(accepted)d accepted, %(left)d left.") % words, highlight=False)
    for one, error in closed.left:
        console.print(f"{one}: {error}", style="yellow", markup=False, highlight=False)


@app.command()
def rates(programme: OfProgramme, period: Span) -> None:
    """Show how many of the monthly returns that were due came, and how many in time, by unit."""
    found, span = get_programme(programme), period_named(period)
    matrix = reporting_rates(None, found, today=found.today, start=span.first, end=span.last)
    table = Table(
        _("Unit"), _("Were due"), _("Came"), _("In time"), _("Completeness"), _("Timeliness"),
        title=found.label, box=None,
    )  # fmt: skip
    rows = [(unit.label, matrix.by_unit[unit.pk]) for unit in matrix.units]
    for name, rate in [*rows, (_("All"), matrix.total)]:
        shares = (percent(rate.completeness, 0), percent(rate.timeliness, 0))
        table.add_row(name, str(rate.expected), str(rate.received), str(rate.on_time), *shares)
    Console().print(table)


@app.command()
def meter(programme: OfProgramme, period: Span) -> None:
    """Show the forms, fields and hours asked of each unit, and what need not be asked."""
    found, span = get_programme(programme), period_named(period)
    measured = meters.measure(found, start=span.first, end=span.last)
    console = Console()
    table = Table(
        _("Unit"), _("Month"), _("Forms"), _("Fields"), _("In the ledger"), _("Asked twice"),
        _("Hours by hand"), _("Hours now"), title=found.label, box=None,
    )  # fmt: skip
    for load in measured.loads:
        figures = (load.forms, load.fields, load.known, load.twice, load.hours_by_hand, load.hours)
        table.add_row(load.unit.label, f"{load.month:%Y-%m}", *map(str, figures))
    console.print(table)
    for item in measured.droppable:
        console.print(_drop(item), markup=False, highlight=False)


def _drop(item: meters.Droppable) -> str:
    line = item.line.indicator.label if item.line.indicator else item.line.name
    words = {"line": line, "schedule": item.line.schedule.label}
    told = _("%(schedule)s, “%(line)s”:") % words
    reasons = [_("the ledger has it")] if item.known else []
    if item.also:
        names = ", ".join(schedule.label for schedule in item.also)
        reasons.append(_("also asked in %(names)s") % {"names": names})
    return f"{told} {'; '.join(reasons)}"


@app.command()
def agree(
    programme: OfProgramme,
    period: Span = "",
    every: Annotated[
        bool, typer.Option("--all", help="Show also what agrees and has not changed since.")
    ] = False,
) -> None:
    """Compare frozen returns, postings and entries, figure by figure. Exit 1 where they differ by a cent."""
    found = get_programme(programme)
    span = period_named(period) if period else Period(found.starts_on, date.max)
    rows = agreements(found, since=span.first, until=span.last)
    apart = [row for row in rows if not row.agrees]
    _print_agreement(found, [row for row in rows if every or row.later or not row.agrees])
    words = {"figures": len(rows), "lines": sum(row.units for row in rows), "apart": len(apart)}
    told = _("%(figures)d figures from %(lines)d frozen lines compared, %(apart)d differ.") % words
    Console().print(told, style="red" if apart else "green", highlight=False)
    if apart:
        raise typer.Exit(1)


def _print_agreement(programme: Programme, rows: list[Agreement]) -> None:
    table = Table(_("Return"), _("Figure"), _("Period"), title=programme.label, box=None)
    for name in (_("Frozen"), _("Postings"), _("Entries"), _("Entries since"), _("Now")):
        table.add_column(name, justify="right", overflow="fold")
    for row in rows:
        values = (exact(value, row.measured_in) for value in (row.frozen, row.posted, row.entries))
        table.add_row(
            row.schedule.label, row.label, name_of(Period(row.first, row.last)), *values,
            str(row.later), exact(row.now, row.measured_in), style="" if row.agrees else "red",
        )  # fmt: skip
    if rows:
        # A figure that is cut off is none: in a file or a pipe there is room.
        console = Console()
        (console if console.is_terminal else Console(width=max(WIDE, console.width))).print(table)


def _day(programme: Programme, given: datetime | None) -> date:
    return given.date() if given else programme.today
