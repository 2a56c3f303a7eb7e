"""What the documentation says of links, files, terms, flows and commands is looked up where it is true."""

from __future__ import annotations

import ast
import importlib
import re
import shlex
import unicodedata
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from cyclopts import App, MissingArgumentError
from prefect import Flow

from cli.main import app

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*DOCS.rglob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"])
HANDBOOK = DOCS / "huong-dan-su-dung" / "dong-lenh.md"
PACKAGES = sorted(path.parent.name for path in ROOT.glob("*/__init__.py"))
# Where the words of the glossary live.
VOCABULARY = ("domain", "database", "services", "notifications", "rehearsal", "operation")

LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
BLOCK = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
CODE = re.compile(r"`([^`\n]+)`")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
FILE = re.compile(rf"(?:{'|'.join(PACKAGES)}|docs|scripts)/[\w./-]*")
DOTTED = re.compile(rf"((?:{'|'.join(PACKAGES)})(?:\.\w+)+)(?:\(\))?")
COMMAND = re.compile(r"^(?:[A-Z_]+=\S* )*(?:\.venv/bin/)?dondoc (.+)$")


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def prose_of(page: Path) -> str:
    return BLOCK.sub("", text_of(page))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_page_has_composed_letters(page: Path) -> None:
    assert unicodedata.is_normalized("NFC", text_of(page))


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_of_a_page_lead_somewhere(page: Path) -> None:
    links = [link for link in LINK.findall(prose_of(page)) if "://" not in link]

    assert [link for link in links if not leads_somewhere(link, page)] == []


def leads_somewhere(link: str, page: Path) -> bool:
    path, _, anchor = link.partition("#")
    target = page.parent / path if path else page
    return target.exists() and (not anchor or anchor in anchors(target))


def anchors(page: Path) -> set[str]:
    headings = HEADING.findall(prose_of(page))
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def test_index_names_every_page() -> None:
    index = DOCS / "README.md"

    linked = {(DOCS / link).resolve() for link in LINK.findall(text_of(index))}

    assert set(DOCS.rglob("*.md")) - {index} - linked == set()


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_files_that_a_page_names_exist(page: Path) -> None:
    files = [code for code in CODE.findall(prose_of(page)) if FILE.fullmatch(code)]

    assert [file for file in files if not (ROOT / file).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_python_names_of_a_page_exist(page: Path) -> None:
    found = [match[1] for code in CODE.findall(prose_of(page)) if (match := DOTTED.fullmatch(code))]

    assert [name for name in found if not is_importable(name)] == []


def is_importable(name: str) -> bool:
    """`config.wiring.Workplace.begin`: as many parts as name a module, then attributes."""
    parts = name.split(".")
    known = max(number for number in range(1, len(parts) + 1) if is_module(parts[:number]))
    value = importlib.import_module(".".join(parts[:known]))
    for part in parts[known:]:
        if not hasattr(value, part):
            return False
        value = getattr(value, part)
    return True


def is_module(parts: list[str]) -> bool:
    path = ROOT.joinpath(*parts)
    return path.is_dir() or path.with_suffix(".py").is_file()


def glossary() -> list[str]:
    """Every name of the middle column."""
    rows = [line.split(" | ") for line in text_of(DOCS / "glossary.md").splitlines() if line.startswith("| ")]
    return [name for row in rows[1:] for name in CODE.findall(row[1])]


@pytest.mark.parametrize("name", glossary())
def test_glossary_term_is_a_name_of_the_code(name: str) -> None:
    assert name in vocabulary()


@cache
def vocabulary() -> frozenset[str]:
    """Modules, classes, functions, fields and enum members (by name and value), of the packages that have the words."""
    files = [file for package in VOCABULARY for file in (ROOT / package).rglob("*.py")]
    return frozenset(name for file in files for name in (file.stem, *defined_in(file)))


def defined_in(file: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(text_of(file))):
        match node:
            case ast.FunctionDef(name=name):
                yield name
            case ast.ClassDef(name=name, body=body):
                yield name
                yield from (word for statement in body for word in words_of(statement))


def words_of(statement: ast.stmt) -> Iterator[str]:
    match statement:
        case ast.AnnAssign(target=ast.Name(id=name)):
            yield name
        case ast.Assign(targets=[ast.Name(id=name)], value=ast.Constant(value=str(value))):
            yield from (name, value)


def flow_names() -> list[str]:
    modules = [importlib.import_module(f"flows.{file.stem}") for file in sorted((ROOT / "flows").glob("[a-z]*.py"))]
    return sorted({value.name for module in modules for value in vars(module).values() if isinstance(value, Flow)})


def test_flows_are_those_of_the_architecture() -> None:
    lines = text_of(DOCS / "architecture.md").splitlines()

    table = lines[lines.index("## The flows") :]
    described = [match[1] for line in table if (match := re.match(r"\| `([a-z-]+)` \| [^|]+ \| [^|]+ \|$", line))]

    assert sorted(described) == flow_names()


def commands_of(group: App, *above: str) -> Iterator[str]:
    for name in group:
        if not name.startswith("-"):
            command = group[name]
            below = [one for one in command if not one.startswith("-")]
            yield from commands_of(command, *above, name) if below else [" ".join((*above, name))]


def test_commands_of_the_handbook_are_those_of_the_program() -> None:
    lines = text_of(HANDBOOK).splitlines()

    table = lines[lines.index("## Bảng tra lệnh") :]
    told = [match[1] for line in table if (match := re.match(r"\| `dondoc ([a-z ]+)` \| \S.* \|$", line))]

    assert sorted(told) == sorted(commands_of(app))


def commands_in(page: Path) -> list[str]:
    """Every `dondoc …` of the page, in a block or in a sentence, without its comment. One cut short by … is left out."""
    blocks = [line for block in BLOCK.findall(text_of(page)) for line in block.splitlines()]
    said = [*blocks, *CODE.findall(prose_of(page))]
    found = [match[1] for line in said if (match := COMMAND.match(line)) and "…" not in line]
    return [shlex.join(shlex.split(command, comments=True)) for command in found]


@pytest.mark.parametrize("command", sorted({command for page in PAGES for command in commands_in(page)}))
def test_command_in_the_docs_is_understood(command: str) -> None:
    try:
        called, _, ignored = app.parse_args(shlex.split(command), exit_on_error=False, print_error=False)
    except MissingArgumentError:  # a sentence may name a command without what belongs to it
        return

    assert callable(called)
    assert ignored == {}


def test_findings_of_the_concepts_are_those_of_the_code() -> None:
    section = (DOCS / "concepts.md").read_text(encoding="utf-8").split("### Findings about a report")[1]
    code = (ROOT / "documents" / "report_findings.py").read_text(encoding="utf-8")

    assert set(re.findall(r"^\| `(\w+)`", section, re.MULTILINE)) == set(
        re.findall(r"ReportFinding\(\s*\"(\w+)\"", code)
    )
