"""The command line: parse, call, print. `docs/cli.md` is its reference.

Exit 0: all done; 1: some sources failed, the rest is out; 2: wrong use, or nothing usable.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack, nullcontext, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from legation import __version__
from legation.entries import STATUSES, TYPES
from legation.errors import BadDate, LegationError, SourceError
from legation.knowledge.days import fault
from legation.views import streams

if TYPE_CHECKING:
    from legation.entries import Article, Record
    from legation.record.store import Store
    from legation.views.progress import Bar

OWN_TABLE: Final = "legation.tsv"
KNOWLEDGE: Final = click.option(
    "--knowledge", metavar="FILE", envvar="LEGATION_KNOWLEDGE", help="Your own rows (TSV); else legation.tsv in the current folder."
)
PUBLISHED = click.option("--published", metavar="DATE", default="", help="The day of publication (EDTF), over what a source says.")
WORKERS = click.option("--workers", type=click.IntRange(1, 64), default=1, show_default=True, help="Processes that read at once.")
WHO = click.option("--who", metavar="NAME", envvar="LEGATION_USER", default="", help="Who decides this; else your login name.")
ALLOW_LONG = click.option("--allow-long", is_flag=True, help="Take texts of more than 100,000 words.")
ANY_LANGUAGE = click.option("--any-language", "--allow-language", "any_language", is_flag=True, help="Take texts that are not English.")
SINCE = click.option("--since", metavar="DATE", default="", help="From this day, month or year on.")
UNTIL = click.option("--until", metavar="DATE", default="", help="Up to this day, month or year.")
LIMIT = click.option("--limit", default=1000, show_default=True, help="At most so many.")
RECORD = click.option(
    "--record", metavar="FILE", envvar="LEGATION_RECORD", default="legation.db", show_default=True, help="The record file."
)
PARTY = click.option("--party", "parties", metavar="NAME", multiple=True, help="Who takes part: a state, a code, a name; again for more.")
TEXT = click.option("--text", metavar="WORDS", default="", help="Words that stand in the evidence.")
OUTPUT = click.option("-o", "--output", metavar="FILE", help="Write to FILE, whole or not at all; '-' is standard output.")
LISTED = click.option(
    "--format",
    "form",
    type=click.Choice(("table", "json", "jsonl", "csv", "markdown")),
    default="table",
    show_default=True,
    help="How to show it.",
)
FORMATS: Final = ("table", "json", "jsonl", "csv", "markdown", "html")


class Group(click.Group):
    """Commands whose every failure is one line on standard error, and exit 2."""

    def main(self, *given: Any, **options: Any) -> Any:
        """Run the command asked for, and end the process."""
        streams.hold()
        try:
            sys.exit(super().main(*given, **options | {"standalone_mode": False}))
        except LegationError as error:
            complain(error)
        except click.UsageError as error:
            if error.message.startswith("Usage:"):  # nothing was asked for: help says what can be
                error.show()
            else:
                complain(misuse(error))
        except click.Abort:
            complain(LegationError("stopped"))
            sys.exit(130)
        except OSError as error:
            streams.abandon()
            complain(LegationError(f"{error.filename or 'standard output'}: {error.strerror or error}"))
        sys.exit(2)


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(__version__, prog_name="legation")
def main() -> None:
    """Read the news about states and keep the diplomatic record."""


@main.command(no_args_is_help=True)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@PUBLISHED
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", show_default=True, help="How to show it.")
@OUTPUT
@click.option("--quiet", is_flag=True, help="No progress bar.")
@KNOWLEDGE
@ALLOW_LONG
@ANY_LANGUAGE
def read(
    sources: tuple[str, ...],
    published: str,
    form: str,
    output: str | None,
    quiet: bool,
    knowledge: str | None,
    allow_long: bool,
    any_language: bool,
) -> None:
    """Read each SOURCE into its record: a file (HTML, plain text, JSON, JSON lines), or - for standard input."""
    take_up(knowledge)
    tally = Tally()
    options = {"published": published, "allow_long": allow_long, "allow_language": any_language}
    with ExitStack() as stack:
        bar = None if quiet else progress(stack, len(sources))
        shown = output in (None, "-") and streams.is_terminal(sys.stdout)
        parts = render(form, tally.records(articles(sources, options), bar), terminal=shown)
        emit(output, parts, bar, *sources, knowledge)
    sys.exit(tally.code())


@main.command(no_args_is_help=True)
@click.argument("name", nargs=-1, required=True)
@click.option("--on", "day", metavar="DATE", default="", help="As of this day (2015, 2015-03 or 2015-03-01), not of all times.")
@click.option("--format", "form", type=click.Choice(("table", "json", "jsonl")), default="table", show_default=True, help="How to show it.")
@OUTPUT
@KNOWLEDGE
def who(name: tuple[str, ...], day: str, form: str, output: str | None, knowledge: str | None) -> None:
    """Tell what the tables know of NAME: a person, state, body, or an office ("the French president"), with sources."""
    from legation.knowledge.lookup import who as look_up
    from legation.views.facts import facts

    take_up(knowledge)
    said = " ".join(name)
    found = look_up(said, a_day(day))
    if not found:
        raise LegationError(f"{said}: the tables know nothing of it{' on ' + day if day else ''} (try a fuller name, or another date)")
    emit(output, facts(found, form), None, knowledge)


@main.command(no_args_is_help=True)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True)
@RECORD
@PUBLISHED
@WORKERS
@click.option("--quiet", is_flag=True, help="No progress bar and no summary.")
@KNOWLEDGE
@ALLOW_LONG
@ANY_LANGUAGE
def add(
    sources: tuple[str, ...],
    record: str,
    published: str,
    workers: int,
    quiet: bool,
    knowledge: str | None,
    allow_long: bool,
    any_language: bool,
) -> None:
    """Read each SOURCE and keep it in the record; what is there already stays as it is."""
    from legation.record.derive import current_if_small
    from legation.record.store import Store

    options = {"published": published, "allow_long": allow_long, "allow_language": any_language}
    with ExitStack() as stack:
        store = stack.enter_context(Store(Path(record), create=True))
        bar = None if quiet else progress(stack, len(sources))
        done = keep_all(store, articles(sources, options), workers, knowledge, bar)
        current_if_small(store)
    if not quiet:
        click.echo(", ".join(f"{n} {what}" for what, n in sorted(done.items())), err=True)
    failed = done["failed"]
    sys.exit(0 if not failed else 1 if failed < done.total() else 2)


def keep_all(store: Store, found: Iterable[Article | SourceError], workers: int, knowledge: str | None, bar: Bar | None) -> Counter[str]:
    """Keep each article; how many were added, unchanged and so on."""
    from legation.pipeline import RULES
    from legation.reading.reader import model
    from legation.record.adding import add as take_in

    own_table = take_up(knowledge)
    done: Counter[str] = Counter()
    for outcome in take_in(store, found, model().name, RULES, workers=workers, knowledge=own_table):
        if isinstance(outcome, SourceError):
            with away(bar):
                complain(outcome)
        done["failed" if isinstance(outcome, SourceError) else outcome] += 1
        if bar:
            bar.advance()
    return done


@main.command()
@RECORD
@PARTY
@SINCE
@UNTIL
@click.option("--type", "kind", metavar="TYPE", default="", help="Only this type (CONSULT, SANCTION, ...).")
@click.option("--status", metavar="STATUS", default="", help="Only this status (happened, planned, ...).")
@TEXT
@LISTED
@LIMIT
@OUTPUT
def timeline(
    record: str,
    parties: tuple[str, ...],
    since: str,
    until: str,
    kind: str,
    status: str,
    text: str,
    form: str,
    limit: int,
    output: str | None,
) -> None:
    """Show the events of the record, in the order in which they happen."""
    from legation.record import search
    from legation.record.store import Store
    from legation.views.found import listing

    check(kind.upper(), TYPES, "--type")
    check(status, STATUSES, "--status")
    asked = search.Asked(parties, a_day(since, "--since"), a_day(until, "--until"), kind.upper(), status, text, limit)
    with Store(Path(record)) as store:
        emit(output, told(listing(search.timeline(store, asked), form), store, form), None, record)


@main.command()
@RECORD
@click.option("--speaker", "parties", metavar="NAME", multiple=True, help="Who speaks: a name, or a state for all who speak for it.")
@click.option("--about", "text", metavar="WORDS", default="", help="Words that stand in what was said.")
@SINCE
@UNTIL
@LISTED
@LIMIT
@OUTPUT
def statements(record: str, parties: tuple[str, ...], text: str, since: str, until: str, form: str, limit: int, output: str | None) -> None:
    """Show who said what, in the order in which it was said."""
    from legation.record import search
    from legation.record.store import Store
    from legation.views.found import listing

    asked = search.Asked(parties, a_day(since, "--since"), a_day(until, "--until"), text=text, limit=limit)
    with Store(Path(record)) as store:
        emit(output, told(listing(search.statements(store, asked), form), store, form), None, record)


@main.command(no_args_is_help=True)
@click.argument("entry")
@RECORD
@LISTED
@OUTPUT
def show(entry: str, record: str, form: str, output: str | None) -> None:
    """Show one ENTRY, by its id: every slot with its words, every telling of it, and what became of it."""
    from legation.record.finding import entry as find
    from legation.record.store import Store
    from legation.views.found import one_entry

    with Store(Path(record)) as store:
        whole = find(store, entry)
        if whole is None:
            raise LegationError(f"{entry}: no entry with this id in {record} (ids stand in brackets in a timeline)")
        emit(output, one_entry(whole, form), None, record)


@main.command()
@RECORD
@PARTY
@click.option("--open/--all", "only_open", default=True, help="Only what is open (the default), or all.")
@click.option("--as-of", "as_of", metavar="DATE", default="", help="As it stood at the end of this day, by what had been told by then.")
@LISTED
@OUTPUT
def docket(record: str, parties: tuple[str, ...], only_open: bool, as_of: str, form: str, output: str | None) -> None:
    """Show what was proposed, planned or threatened, and what became of it."""
    from datetime import date

    from legation.record import asking
    from legation.record.derive import current
    from legation.record.store import Store, days
    from legation.views.docket import docket as view

    day = days(a_day(as_of, "--as-of"))[1] or date.today().isoformat()
    with Store(Path(record)) as store:
        current(store)
        found = asking.docket(store, parties, day, only_open=only_open, told_by=day if as_of else "")
        emit(output, told(view(found, form), store, form), None, record)


@main.command(no_args_is_help=True)
@click.argument("one")
@click.argument("other")
@RECORD
@SINCE
@UNTIL
@LISTED
@OUTPUT
def relations(one: str, other: str, record: str, since: str, until: str, form: str, output: str | None) -> None:
    """Show how ONE and OTHER stand to each other, by month: only what happened, each event once."""
    from legation.record.derive import current
    from legation.record.relations import relations as between
    from legation.record.store import Store
    from legation.views.relations import relations as view

    with Store(Path(record)) as store:
        current(store)
        found = between(store, one, other, since=a_day(since, "--since"), until=a_day(until, "--until"))
        emit(output, told(view(found, form), store, form), None, record)
    if found.undated:
        click.echo(f"legation: {found.undated} more without a month of their own are not counted", err=True)


@main.command(no_args_is_help=True)
@click.argument("entry")
@RECORD
@click.option("--status", default="", help="How far it has come.")
@click.option("--type", "kind", default="", help="What it is.")
@click.option("--mode", default="", help="Its mode.")
@click.option("--when", metavar="EDTF", default="", help="When it happens (2015, 2015-03-01, 2015-03-01/2015-03-04).")
@click.option("--where", metavar="PLACE", default="", help="Where it happens.")
@click.option("--actor", "actors", metavar="NAME", multiple=True, help='Who does it: a state, or "Kim Jong Un (PRK)"; again for more.')
@click.option("--recipient", "recipients", metavar="NAME", multiple=True, help="To whom; again for more.")
@click.option("--note", default="", help="Why.")
@WHO
def correct(
    entry: str,
    record: str,
    status: str,
    kind: str,
    mode: str,
    when: str,
    where: str,
    actors: tuple[str, ...],
    recipients: tuple[str, ...],
    note: str,
    who: str,
) -> None:
    """Correct an event, ENTRY by its id; the correction stays, whatever is read or made again."""
    from legation.record import corrections as kept
    from legation.record.finding import telling_of
    from legation.record.store import Store

    given = {"status": status, "type": kind.upper(), "mode": mode, "when": when, "where": where}
    given |= {"actors": "; ".join(actors), "recipients": "; ".join(recipients)}
    changes = [(field, value) for field, value in given.items() if value] or ([("note", "")] if note else [])
    if not changes:
        raise LegationError("nothing to correct (give --status, --type, --mode, --when, --where, --actor, --recipient or --note)")
    for field, value in changes:
        kept.check(field, value)
    with Store(Path(record)) as store:
        kept.correct(store, telling_of(store, entry)[1], changes, note, who or login())


@main.command()
@RECORD
@click.option("--withdraw", metavar="NUMBER", type=int, help="Take this correction back.")
@LISTED
@OUTPUT
def corrections(record: str, withdraw: int | None, form: str, output: str | None) -> None:
    """List what people corrected: who, when and why."""
    from legation.record import corrections as kept
    from legation.record.store import Store
    from legation.views.corrections import corrections as view

    with Store(Path(record)) as store:
        if withdraw is not None and not kept.withdraw(store, withdraw):
            raise LegationError(f"--withdraw {withdraw}: no such correction in {record}")
        emit(output, told(view(kept.corrections(store), form), store, form), None, record)


@main.command(no_args_is_help=True)
@click.argument("entry")
@RECORD
@click.option("--undo", is_flag=True, help="Take back what was split: it may be merged again.")
@WHO
def split(entry: str, record: str, undo: bool, who: str) -> None:
    """Undo a merge: a telling, by its id, leaves its event; by the event's id, each telling becomes an event. It stays so."""
    from legation.record.splitting import rejoin, take_apart
    from legation.record.store import Store

    with Store(Path(record)) as store:
        if undo:
            rejoin(store, entry)
        else:
            take_apart(store, entry, who or login())


@main.command()
@RECORD
@WORKERS
@click.option("--quiet", is_flag=True, help="No progress bar and no summary.")
@KNOWLEDGE
def rebuild(record: str, workers: int, quiet: bool, knowledge: str | None) -> None:
    """Read again what other weights or rules have read, and make all that is derived again; corrections stay."""
    from legation.record.derive import again
    from legation.record.store import Store

    with ExitStack() as stack:
        store = stack.enter_context(Store(Path(record)))
        bar = None if quiet else progress(stack, store.counts()["articles"])
        done = keep_all(store, store.kept(), workers, knowledge, bar)
        again(store)
    if not quiet:
        click.echo(", ".join(f"{n} {what}" for what, n in sorted(done.items())), err=True)
    sys.exit(1 if done["failed"] else 0)


def login() -> str:
    """The name of who sits here."""
    import getpass

    try:
        return getpass.getuser()
    except (OSError, KeyError):
        return "unknown"


@main.command()
@RECORD
def verify(record: str) -> None:
    """Prove that every article, entry and quotation of the record is what was kept, and every merge what it was."""
    from legation.record.derive import current
    from legation.record.store import Store
    from legation.record.verify import verify as prove

    with Store(Path(record)) as store:
        wrong = 0
        for line in prove(store):
            wrong += 1
            click.echo(line)
        if not wrong:
            current(store)
        counts = store.counts()
    if wrong:
        raise LegationError(
            f"{record}: {wrong} {'thing is' if wrong == 1 else 'things are'} not as kept (restore a backup, or add the articles again)"
        )
    click.echo(f"{counts['articles']} articles, {counts['tellings']} tellings and {counts['statements']} statements are as they were kept")


@main.command(no_args_is_help=True)
@click.argument("article")
@RECORD
def forget(article: str, record: str) -> None:
    """Remove an ARTICLE, by its id, with all that it told; it will not be taken up again."""
    from legation.record.store import Store

    with Store(Path(record)) as store:
        if not store.forget(article):
            raise LegationError(f"{article}: no such article in {record} (ids stand in brackets behind a source)")


def misuse(error: click.UsageError) -> LegationError:
    """What click says on several lines, on one."""
    message = error.format_message().rstrip(".")
    command = error.ctx.command_path if error.ctx else "legation"
    return LegationError(f"{message[:1].lower()}{message[1:]} (`{command} --help` shows what there is)")


def told(parts: Iterator[str], store: Store, form: str) -> Iterator[str]:
    """The parts as they are; where there are none, a line on standard error says so."""
    empty = True
    for part in parts:
        empty = empty and form == "json" and part == "[]\n"
        yield part
    if empty:
        counts = store.counts()
        held = f"{counts['tellings']} tellings and {counts['statements']} statements"
        click.echo(f"legation: nothing fits, of {held} in {store.path}", err=True)


def check(given: str, allowed: Iterable[str], option: str) -> None:
    """Refuse what is none of the values allowed."""
    if given and given not in allowed:
        raise LegationError(f"{option} {given}: is none of {', '.join(allowed)}")


def a_day(given: str, option: str = "--on") -> str:
    """A day, month or year (ISO), checked."""
    if given and (wrong := fault(given)):
        raise BadDate(f"{option} {given}: {wrong}")
    return given


def take_up(knowledge: str | None) -> Path | None:
    """The user's own knowledge: the file asked for, else legation.tsv in the current folder where there is one."""
    from legation.knowledge import own

    path = Path(knowledge) if knowledge else Path(OWN_TABLE)
    if not knowledge and not path.is_file():
        return None
    own.load(path)
    return path


def articles(sources: Iterable[str], options: dict[str, Any]) -> Iterator[Article | SourceError]:
    """The articles of each source, or in their place what is wrong with it: one bad source stops no other."""
    from legation.intake.sources import load

    for source in sources:
        try:
            yield from load(source, **options)
        except SourceError as error:
            yield error


class Tally:
    """What could be read and what could not."""

    def __init__(self) -> None:
        self.read = self.failed = 0

    def records(self, found: Iterable[Article | SourceError], bar: Bar | None) -> Iterator[Record]:
        """The record of each article that can be read; what fails is said on standard error, and counted."""
        from legation import pipeline

        for item in found:
            try:
                if isinstance(item, SourceError):
                    raise item
                record = pipeline.read_article(item)
            except SourceError as error:
                self.failed += 1
                with away(bar):
                    complain(error)
            else:
                self.read += 1
                yield record
            if bar:
                bar.advance()

    def code(self) -> int:
        """The exit code."""
        if not self.read:
            return 2
        return 1 if self.failed else 0


def progress(stack: ExitStack, sources: int) -> Bar | None:
    """A progress bar on standard error, where a person sees it."""
    if not streams.is_terminal(sys.stderr):
        return None
    from legation.views.progress import Bar

    return stack.enter_context(Bar(sources))


def render(form: str, records: Iterator[Record], *, terminal: bool) -> Iterator[str]:
    """The parts of the output in the format asked for."""
    from legation.views import markdown, objects, page, sheets, tables

    if form == "table":
        return tables.tables(records, width=tables.terminal_width(), colour=terminal and tables.colours_wanted())
    views: dict[str, Callable[[Iterable[Record]], Iterator[str]]] = {
        "json": objects.json_array,
        "jsonl": objects.json_lines,
        "csv": sheets.sheet,
        "markdown": markdown.markdown,
        "html": page.page,
    }
    return views[form](records)


def emit(output: str | None, parts: Iterator[str], bar: Bar | None, *inputs: str | None) -> None:
    """Write the parts as UTF-8 to a file or to standard output as they come; never onto what they are read from."""
    encoded = (part.encode() for part in parts)
    if output not in (None, "-"):
        from legation.views.writing import same_file, write_whole

        for given in filter(None, inputs):
            if same_file(str(output), given):
                raise LegationError(f"-o {output}: would overwrite {given}, which is read (name another file)")
        try:
            write_whole(Path(str(output)), encoded)
        except OSError as error:
            raise LegationError(f"{output}: can't be written: {error.strerror or error}") from error
        return
    for part in encoded:
        with away(bar):
            streams.write_out(part)


def away(bar: Bar | None) -> AbstractContextManager[None]:
    """The progress bar, if there is one, is out of the way inside."""
    return bar.away() if bar else nullcontext()


def complain(error: LegationError) -> None:
    """One line on standard error, whatever the message holds."""
    from legation.views.plain import one_line

    with suppress(OSError):  # where standard error is full or gone, the exit code still tells
        click.echo(f"legation: {one_line(str(error))}", err=True)


if __name__ == "__main__":
    main(prog_name="legation")
