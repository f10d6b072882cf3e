"""GraphML: the parties as nodes, each event between two of them as a directed edge, for networkx, Gephi, igraph and Cytoscape."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Iterator
from typing import Final
from xml.sax.saxutils import XMLGenerator
from xml.sax.xmlreader import AttributesImpl

from legation.entries import Actor, Event
from legation.knowledge.tables import state_name, states
from legation.record.finding import Whole
from legation.record.relations import goldstein
from legation.views.exports.coded import Coded, coded, dyads
from legation.views.exports.dated import known
from legation.views.exports.rows import web
from legation.views.plain import one_line

NODE: Final = {"label": "string", "code": "string", "state": "string", "sector": "string"}
EDGE: Final = {
    "event": "string", "type": "string", "mode": "string", "status": "string", "when": "string", "day": "string",
    "plover": "string", "plover_quad": "int", "weight": "double", "cameo": "string", "goldstein": "double",
    "place": "string", "words": "string", "confidence": "double", "tellings": "int", "sources": "int", "url": "string",
}  # fmt: skip
NAMESPACE: Final = "http://graphml.graphdrawing.org/xmlns"
NO_XML: Final = re.compile("[\ufffe\uffff]")  # that XML can't hold, of what is visible

Values = dict[str, str | int | float | None]


def lacks(event: Event) -> str:
    """Why there is no edge for an event; "" where there is one."""
    return "" if _pairs(coded(event)) else "without two parties"


def write(events: Iterable[Whole]) -> Iterator[str]:
    """The graph; a node stands before its first edge."""
    yield _opening()
    known_nodes: set[str] = set()
    for whole in events:
        event = whole.found.entry
        if not isinstance(event, Event):
            continue
        it = coded(event)
        for one, other in _pairs(it):
            for party in (one, other):
                if _id(party) not in known_nodes:
                    known_nodes.add(_id(party))
                    yield _element("node", {"id": _id(party)}, NODE, _node(party))
            ends = {"id": _text(f"{event.id}/{_id(one)}/{_id(other)}"), "source": _id(one), "target": _id(other)}
            yield _element("edge", ends, EDGE, _edge(whole, event, it))
    yield "</graph>\n</graphml>\n"


def _pairs(it: Coded) -> list[tuple[Actor, Actor]]:
    return [(one, other) for one, other in dyads(it) if one is not None and other is not None]


def _opening() -> str:
    keys = [
        f'<key id="{of}_{name}" for="{of}" attr.name="{name}" attr.type="{type}"/>\n'
        for of, attributes in (("node", NODE), ("edge", EDGE))
        for name, type in attributes.items()
    ]
    head = f'<?xml version="1.0" encoding="UTF-8"?>\n<graphml xmlns="{NAMESPACE}">\n'
    return head + "".join(keys) + '<graph id="legation" edgedefault="directed">\n'


def _node(party: Actor) -> Values:
    state = state_name(party.code) if party.code in states() else ""
    return {"label": party.name, "code": party.code, "state": state, "sector": party.sector}


def _edge(whole: Whole, event: Event, it: Coded) -> Values:
    told = whole.found.told
    return {
        "event": event.id, "type": event.type, "mode": event.mode, "status": event.status, "when": event.when.edtf,
        "day": known(it.when), "plover": it.type, "plover_quad": it.quad, "weight": it.score, "cameo": it.cameo,
        "goldstein": goldstein().get(it.cameo), "place": event.where.name, "words": event.evidence.text,
        "confidence": round(event.confidence, 4), "tellings": told.tellings if told else 1, "sources": told.sources if told else 1,
        "url": web(whole.found.article.url),
    }  # fmt: skip


def _element(tag: str, ends: dict[str, str], kinds: dict[str, str], values: Values) -> str:
    page = io.StringIO()
    xml = XMLGenerator(page, encoding="UTF-8", short_empty_elements=True)
    xml.startElement(tag, AttributesImpl(ends))
    for name in kinds:
        value = values[name]
        if value not in (None, ""):
            xml.startElement("data", AttributesImpl({"key": f"{tag}_{name}"}))
            xml.characters(_text(str(value)))
            xml.endElement("data")
    xml.endElement(tag)
    return page.getvalue() + "\n"


def _id(party: Actor) -> str:
    return _text(party.id or party.name)


def _text(said: str) -> str:
    return NO_XML.sub("\ufffd", one_line(said))
