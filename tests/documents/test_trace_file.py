from __future__ import annotations

from typing import TYPE_CHECKING

from documents.trace_file import TraceFile, read_trace
from domain.traces import Origin, Place, Source, TracedSentence

if TYPE_CHECKING:
    from pathlib import Path

HEAD = {"plan": "15-KH/TU", "inputs": [{"unit": "HU-LN", "version": 2}]}
SENTENCES = (
    TracedSentence("", Place(1, 0, 8), "BÁO CÁO", Origin.PROGRAM),
    TracedSentence(
        "II.1.3",
        Place(41, 0, 5, row=2, column=1),
        "1.350",
        Origin.UNIT,
        (Source("HU-LN", 2, "II.1.3", Place(17, 0, 5, row=2, column=1), "1.350"),),
    ),
    TracedSentence(
        "IV",
        Place(50, 4, 9, note=3, part=1),
        "“Xin”",
        Origin.UNIT,
        (Source("HU-KB", 1, "IV", Place(7, 0, 5), "“Xin”"),),
    ),
)


def test_trace_reads_back_as_it_was_written(tmp_path: Path) -> None:
    path = _written(tmp_path, SENTENCES)

    trace = read_trace(path.read_bytes())

    assert (dict(trace.head), trace.sentences) == (HEAD, SENTENCES)


def test_trace_without_sentences_is_still_json(tmp_path: Path) -> None:
    assert read_trace(_written(tmp_path, ()).read_bytes()).sentences == ()


def test_trace_has_one_line_for_each_sentence(tmp_path: Path) -> None:
    lines = _written(tmp_path, SENTENCES).read_text(encoding="utf-8").splitlines()

    assert sum("“Xin”" in line for line in lines) == 1


def _written(folder: Path, sentences: tuple[TracedSentence, ...]) -> Path:
    path = folder / "trace.json"
    with TraceFile(path, HEAD) as trace:
        for one in sentences:
            trace.add(one)
    return path
