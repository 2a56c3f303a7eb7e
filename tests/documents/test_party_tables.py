from __future__ import annotations

from docx.oxml.ns import qn
from lxml import etree

from documents.party_document import Line
from documents.party_tables import PartyTable

STYLES = {"Table Text": "TableText", "Ruled": "Ruled1"}


def names(element: etree._Element) -> list[str]:
    return [etree.QName(one).localname for one in element]


def test_table_is_as_wide_as_its_columns_and_of_its_style() -> None:
    element = PartyTable([20, 60], styles=STYLES, style="Ruled").element

    assert names(element) == ["tblPr", "tblGrid"]
    assert names(element[0]) == ["tblStyle", "tblW", "jc", "tblLayout", "tblLook"]
    assert element[0][0].get(qn("w:val")) == "Ruled1"
    assert [column.get(qn("w:w")) for column in element[1]] == ["1134", "3402"]


def test_table_without_rules_names_no_style() -> None:
    assert names(PartyTable([20], styles=STYLES).element[0])[0] == "tblW"


def test_row_says_whether_it_is_repeated_or_torn() -> None:
    table = PartyTable([20], styles=STYLES)

    table.append([[Line("a", "Table Text")]], header=True)
    table.append([[Line("b", "Table Text")]])
    table.append([[Line("c", "Table Text")]], whole=False)

    rows = table.element.findall(qn("w:tr"))
    assert [names(row[0]) for row in rows] == [["cantSplit", "tblHeader"], ["cantSplit"], []]


def test_cell_holds_a_paragraph_for_each_line_with_its_inset() -> None:
    table = PartyTable([20], styles=STYLES)

    table.append([[Line("a", "Table Text"), Line("", "Table Text", inset=10)]])

    first, second = table.element.iter(qn("w:p"))
    assert [one[0][0].get(qn("w:val")) for one in (first, second)] == ["TableText", "TableText"]
    assert dict(second[0][1].attrib) == {qn("w:left"): "567", qn("w:right"): "567"}
    assert names(second) == ["pPr"]
