"""The tables as DMN 1.3: which rows fire, for engines and people that read decision tables.

One input for each finding, null when it was not assessed. A derived finding is two decisions: the
rows of its table that may hold, in their order, and the values that these leave open. The rows of
the knowledge are one decision for each thing that rows do, with every row that fires. What DMN
cannot carry is said in the description: questions, horizon, the join of rows into a plan.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from xml.etree import ElementTree as Xml

from services.recommender.engine.cells import Cell
from services.recommender.engine.derived import DerivedTable
from services.recommender.engine.findings import Finding, bits
from services.recommender.engine.knowledge import Knowledge
from services.recommender.engine.rows import STAGES, STRENGTHS, OfferTerms, Row
from services.recommender.exchange import feel

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"
FIRED = "rows_that_fire"
"""The decision that lists the ids of all rows that fire."""

_CARRIES = (
    "Which rows of the tables fire for a patient. Not carried: exclusions and refusals taken "
    "together with offers, companions, stages and dates of a plan, questions, horizon, "
    "sensitivity. A finding that was not assessed is null and never a default. Whoever uses it "
    "reads a proposal: the tables need sign-off by a facial-nerve clinician."
)


def as_dmn(knowledge: Knowledge) -> bytes:
    """Write the knowledge as one DMN document, the same bytes for the same knowledge."""
    return _Document(knowledge).written()


@dataclass(slots=True)
class _Column:
    """A column of a table: a finding, and its cell in each row that has one."""

    finding: Finding
    cells: dict[int, Cell] = field(default_factory=dict)


class _Document:
    def __init__(self, knowledge: Knowledge) -> None:
        self._knowledge = knowledge
        Xml.register_namespace("", NAMESPACE)
        self._root = Xml.Element(
            _tag("definitions"),
            {
                "id": "facialis",
                "name": "Facialis",
                "namespace": f"https://facialis.invalid/dmn/{knowledge.version}",
                "exporter": "Facialis",
                "exporterVersion": knowledge.version,
            },
        )
        _say(self._root, f"Knowledge {knowledge.version}, digest {knowledge.digest}. {_CARRIES}")

    def written(self) -> bytes:
        for finding in self._knowledge.findings[: self._knowledge.raw_count]:
            self._input(finding)
        for table in self._knowledge.derived:
            self._derived(table)
        groups = self._groups()
        for name, rows in groups.items():
            self._rows(name, rows)
        self._all(groups)
        Xml.indent(self._root)
        written: bytes = Xml.tostring(self._root, encoding="utf-8", xml_declaration=True)
        return written + b"\n"

    def _input(self, finding: Finding) -> None:
        element = self._child("inputData", id=_id(finding), name=finding.name)
        _say(element, finding.label)
        kind = "string" if finding.words else "number"
        _sub(element, "variable", id=f"{_id(finding)}.var", name=finding.name, typeRef=kind)

    def _derived(self, table: DerivedTable) -> None:
        found, listed = table.finding, f"{table.finding.name}_rows"
        if table.chooses:
            self._chosen(table)
            return
        decision = self._decision(listed, f"Rows of {found.label} that may hold, in their order.")
        self._needs(decision, table.inputs)
        columns = _columns(enumerate(row.cells for row in table.rows), self._knowledge)
        grid = _sub(decision, "decisionTable", id=f"{listed}.table", hitPolicy="RULE ORDER")
        _inputs(grid, listed, columns)
        for name in ("values", "fires"):
            _sub(grid, "output", id=f"{listed}.{name}", name=name)
        for number, row in enumerate(table.rows):
            rule = _sub(grid, "rule", id=f"{listed}.{number}")
            for column in columns:
                cell = column.cells.get(number)
                _entry(
                    rule, "inputEntry", feel.may_hold(cell, column.finding) if cell else feel.ANY
                )
            _entry(rule, "outputEntry", feel.value_list(row.value, found))
            _entry(rule, "outputEntry", feel.both([self._said(cell) for cell in row.cells]))
        self._opened(found, listed)

    def _opened(self, found: Finding, listed: str) -> None:
        """The values up to the first row that fires; one that only may hold leaves its own too."""
        decision = self._decision(found.name, found.label)
        _requires(decision, f"decision.{listed}")
        fires = f"{listed}[fires = true]"
        last = f"if count({fires}) > 0 then index of({listed}.fires, true)[1] else count({listed})"
        _literal(
            decision, f"distinct values(flatten(sublist({listed}.values, 1, {last})))", found.name
        )

    def _chosen(self, table: DerivedTable) -> None:
        found = table.finding
        decision = self._decision(found.name, found.label)
        self._needs(decision, table.inputs)
        columns = _columns(enumerate(row.cells for row in table.rows), self._knowledge)
        grid = _sub(decision, "decisionTable", id=f"{found.name}.table", hitPolicy="FIRST")
        _inputs(grid, found.name, columns)
        _sub(grid, "output", id=f"{found.name}.value", name=found.name)
        for number, row in enumerate(table.rows):
            rule = _sub(grid, "rule", id=f"{found.name}.{number}")
            _tests(rule, number, columns)
            _entry(rule, "outputEntry", feel.value_list(row.value, found))

    def _groups(self) -> dict[str, list[Row]]:
        groups: dict[str, list[Row]] = {}
        for row in self._knowledge.rows:
            groups.setdefault(_group(row, self._knowledge), []).append(row)
        return groups

    def _rows(self, name: str, rows: Sequence[Row]) -> None:
        decision = self._decision(name, f"Rows that fire: {name.replace('_', ' ')}.")
        columns = _columns(((row.index, row.cells) for row in rows), self._knowledge)
        self._needs(decision, [column.finding for column in columns])
        grid = _sub(decision, "decisionTable", id=f"{name}.table", hitPolicy="RULE ORDER")
        _inputs(grid, name, columns)
        for output in ("row", "says"):
            _sub(grid, "output", id=f"{name}.{output}", name=output, typeRef="string")
        for annotation in ("reason", "evidence", "sources"):
            _sub(grid, "annotation", name=annotation)
        for row in rows:
            self._row(grid, row, columns)

    def _row(self, grid: Xml.Element, row: Row, columns: Sequence[_Column]) -> None:
        rule = _sub(grid, "rule", id=f"row.{row.id}")
        _tests(rule, row.index, columns)
        _entry(rule, "outputEntry", feel.text(row.id))
        _entry(rule, "outputEntry", feel.text(_says(row, self._knowledge)))
        for annotation in (row.text, row.evidence, " ".join(row.sources)):
            _text(_sub(rule, "annotationEntry"), annotation)

    def _all(self, groups: Mapping[str, Sequence[Row]]) -> None:
        decision = self._decision(FIRED, "The ids of all rows that fire.")
        for name in groups:
            _requires(decision, f"decision.{name}")
        # A table without a row that fires gives null.
        lists = ", ".join(f"{name}.row" for name in groups)
        _literal(decision, f"flatten([{lists}])[item != null]", FIRED)

    def _decision(self, name: str, description: str) -> Xml.Element:
        element = self._child("decision", id=f"decision.{name}", name=name)
        _say(element, description)
        _sub(element, "variable", id=f"{name}.var", name=name)
        return element

    def _needs(self, decision: Xml.Element, findings: Iterable[Finding]) -> None:
        for finding in findings:
            _requires(decision, _id(finding), inputs=not finding.derived)

    def _said(self, cell: Cell) -> str:
        finding = self._knowledge.findings[cell.finding]
        return feel.holds(cell, finding, of=finding.name)

    def _child(self, tag: str, **attributes: str) -> Xml.Element:
        return _sub(self._root, tag, **attributes)


def _group(row: Row, knowledge: Knowledge) -> str:
    """Rows that do the same stand together; those about interventions by their family."""
    if row.verb not in ("offer", "hold", "exclude", "caution") or row.targets.bit_count() != 1:
        return f"{row.verb}_rows"
    card = knowledge.cards[knowledge.items[row.targets.bit_length() - 1]]
    return f"{row.verb}_{card.family}"


def _says(row: Row, knowledge: Knowledge) -> str:
    named = ", ".join(knowledge.items[at] for at in bits(row.targets))
    if isinstance(row.terms, OfferTerms):
        return f"{named}: {STRENGTHS[row.terms.strength]}, {STAGES[row.terms.stage]}"
    return named or row.code or row.id


def _columns(rows: Iterable[tuple[int, Sequence[Cell]]], knowledge: Knowledge) -> list[_Column]:
    found: dict[int, _Column] = {}
    for number, cells in rows:
        for cell in cells:
            finding = knowledge.findings[cell.finding]
            found.setdefault(cell.finding, _Column(finding)).cells[number] = cell
    return [found[place] for place in sorted(found)]


def _inputs(grid: Xml.Element, name: str, columns: Sequence[_Column]) -> None:
    for column in columns:
        where = f"{name}.{column.finding.name}"
        said = _sub(grid, "input", id=where, label=column.finding.label)
        _text(_sub(said, "inputExpression", id=f"{where}.expression"), column.finding.name)


def _tests(rule: Xml.Element, number: int, columns: Sequence[_Column]) -> None:
    for column in columns:
        cell = column.cells.get(number)
        _entry(rule, "inputEntry", feel.holds(cell, column.finding) if cell else feel.ANY)


def _entry(rule: Xml.Element, kind: str, said: str) -> None:
    number = len(rule)
    _text(_sub(rule, kind, id=f"{rule.get('id')}.{number}"), said)


def _requires(decision: Xml.Element, of: str, *, inputs: bool = False) -> None:
    need = _sub(decision, "informationRequirement", id=f"{decision.get('id')}.{of}")
    _sub(need, "requiredInput" if inputs else "requiredDecision", href=f"#{of}")


def _literal(decision: Xml.Element, said: str, name: str) -> None:
    _text(_sub(decision, "literalExpression", id=f"{name}.expression"), said)


def _id(finding: Finding) -> str:
    return f"decision.{finding.name}" if finding.derived else f"input.{finding.name}"


def _say(element: Xml.Element, description: str) -> None:
    _sub(element, "description").text = description


def _text(element: Xml.Element, said: str) -> None:
    _sub(element, "text").text = said


def _sub(parent: Xml.Element, tag: str, **attributes: str) -> Xml.Element:
    return Xml.SubElement(parent, _tag(tag), attributes)


def _tag(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"
