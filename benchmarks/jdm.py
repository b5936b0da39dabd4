"""The tables as a graph of decision tables for zen-engine, so that both engines read the same.

Derived findings are first-hit tables, one after another; the rows are tables that collect, one for
each thing that rows do to one family of interventions (one table for all is three times slower
with its trace). Null stands for what was not assessed.

It is less than our own reading of the tables: a value is one word or number or null, never a set
of them; a row fires or not, none *may* fire; nothing joins an exclusion with an offer. So with
blanks other rows can fire than ours; with every finding known the same ones must.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from services.recommender.engine.bands import number_in
from services.recommender.engine.cells import Cell
from services.recommender.engine.derived import DerivedTable
from services.recommender.engine.findings import Finding, bits, known
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.rows import Row

Node = dict[str, Any]

_ASKED, _ANSWERED = "asked", "answered"
_MOST = "1000000000"


def as_jdm(knowledge: Knowledge) -> str:
    """Write the knowledge as one graph: findings in, for each table the rows that fire out."""
    chain = [_derived(table, knowledge) for table in knowledge.derived]
    ends = [_rows(name, rows, knowledge) for name, rows in _groups(knowledge).items()]
    entry, answered = _node(_ASKED, "inputNode", {}), _node(_ANSWERED, "outputNode", {})
    line = [entry, *chain]
    edges = [*zip(line, chain, strict=False)]
    edges += [pair for end in ends for pair in ((line[-1], end), (end, answered))]
    return json.dumps(
        {
            "contentType": "application/vnd.gorules.decision",
            "nodes": [*line, *ends, answered],
            "edges": [_edge(source["id"], target["id"]) for source, target in edges],
        }
    )


def asked(vector: Sequence[int], knowledge: Knowledge) -> dict[str, Any]:
    """Say raw values as zen is asked: what is not one single value is left out, which is null."""
    raw = zip(knowledge.findings, vector, strict=False)
    return {it.name: _value(it, value) for it, value in raw if known(value)}


def fired(answer: Mapping[str, Any]) -> frozenset[str]:
    """Take the ids of the rows that fired out of zen's answer."""
    return frozenset(row["row"] for rows in answer["result"].values() for row in rows)


def _value(finding: Finding, value: int) -> str | int | float:
    member = value.bit_length() - 1
    return finding.words[member] if finding.words else number_in(finding, member)


def _groups(knowledge: Knowledge) -> dict[str, list[Row]]:
    found: dict[str, list[Row]] = {}
    for row in knowledge.rows:
        families = {knowledge.cards[knowledge.items[at]].family for at in bits(row.targets)}
        name = f"{row.verb}_{families.pop()}" if len(families) == 1 else row.verb
        found.setdefault(name, []).append(row)
    return found


def _derived(table: DerivedTable, knowledge: Knowledge) -> Node:
    found = table.finding
    said = [{found.name: _word(row.value, found)} for row in table.rows]
    content = _table("first", [row.cells for row in table.rows], said, knowledge)
    return _node(found.name, "decisionTableNode", {**content, "passThrough": True})


def _rows(name: str, rows: Sequence[Row], knowledge: Knowledge) -> Node:
    said = [
        {"row": _text(it.id), "text": _text(it.text), "sources": _text(" ".join(it.sources))}
        for it in rows
    ]
    content = _table("collect", [row.cells for row in rows], said, knowledge)
    return _node(f"rows.{name}", "decisionTableNode", {**content, "outputPath": name})


def _table(
    policy: str,
    rows: Sequence[Sequence[Cell]],
    said: Sequence[Mapping[str, str]],
    knowledge: Knowledge,
) -> dict[str, Any]:
    places = sorted({cell.finding for cells in rows for cell in cells})
    columns = [knowledge.findings[place].name for place in places]
    return {
        "hitPolicy": policy,
        "inputs": [{"id": name, "name": name, "field": name} for name in columns],
        "outputs": [{"id": f">{name}", "name": name, "field": name} for name in said[0]],
        "rules": [
            {
                "_id": str(number),
                **dict.fromkeys(columns, ""),
                **{knowledge.findings[it.finding].name: _test(it, knowledge) for it in cells},
                **{f">{name}": text for name, text in words.items()},
            }
            for number, (cells, words) in enumerate(zip(rows, said, strict=True))
        ],
    }


def _test(cell: Cell, knowledge: Knowledge) -> str:
    """
    Say when a cell is met, as a unary test; empty is always.

    Null beside a comparison is an error in zen and the row is then lost, so null is asked first.
    """
    finding = knowledge.findings[cell.finding]
    if cell.wanted == 0:
        return "null"
    if cell.wanted == cell.full:
        return ""
    if finding.words:
        met = [_text(finding.words[at]) for at in bits(cell.wanted)]
    else:
        met = list(_ranges(cell.wanted, finding))
    if cell.blank != "hold":
        return ", ".join(["null", *met])
    if finding.words:
        return ", ".join(met)
    return f"$ != null and ({' or '.join(f'$ in {it}' for it in met)})"


def _ranges(wanted: int, finding: Finding) -> Iterator[str]:
    """The runs of bands that touch, each from its first threshold up to below its last."""
    starts, ends = wanted & ~(wanted << 1), wanted & ~(wanted >> 1)
    for first, last in zip(bits(starts), bits(ends), strict=True):
        low = _edge_at(finding.cuts[first - 1], past="({:.10g}", on="[{:.10g}") if first else "[-1"
        if last < len(finding.cuts):
            yield f"{low}..{_edge_at(finding.cuts[last], past='{:.10g}]', on='{:.10g})')}"
        else:
            yield f"{low}..{_MOST}]"


def _edge_at(cut: float, *, past: str, on: str) -> str:
    # A threshold that stands just past a number (`at most 72 h`) leaves the number itself below.
    number = round(cut, 6)
    return (past if cut > number else on).format(number)


def _word(value: int, finding: Finding) -> str:
    # A row that leaves several values open gives null: the cells then treat it as a blank.
    return _text(finding.words[value.bit_length() - 1]) if known(value) else "null"


def _text(words: str) -> str:
    return json.dumps(words, ensure_ascii=False)


def _node(name: str, kind: str, content: Mapping[str, Any]) -> Node:
    return {"id": name, "name": name, "type": kind, "content": content}


def _edge(source: str, target: str) -> dict[str, str]:
    return {"id": f"{source}>{target}", "type": "edge", "sourceId": source, "targetId": target}
