"""A file is what stands in it, whatever it is called; of what no acts are read from, it is told what it is."""

from pathlib import Path

import pytest

from acts_of_a_region import open_region
from commands_in_process import rso
from tables_of_text import PERSON, acts_in, read, table, wrong_with

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (b"%PDF-1.7\n", "it is a PDF"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "it is protected with a password; open it"),
        (OLE + b"\0" * 9_000 + "Workbook".encode("utf-16-le"), "it is a workbook of before 2007 (.xls); open it"),
        (OLE, "it is a document of before 2007, or one with a password"),
        (b"<html><table><tr><td>act</td></tr></table>", "it is a web page or XML, whatever its name says"),
        (b'<?xml version="1.0"?><Workbook/>', "it is a web page or XML"),
        (b"\x1f\x8b\x08\0", "it is packed (gzip)"),
        ("act;person;name;on\n".encode("utf-16-le"), "it is UTF-16 without byte-order mark; save it as CSV UTF-8"),
        ("act;person;name;on\n".encode("utf-16-be"), "it is UTF-16 without byte-order mark"),
    ],
)
@pytest.mark.parametrize("name", ["a.csv", "a.jsonl", "a.xlsx"])
def test_a_file_of_another_kind_is_told_by_what_stands_in_it(tmp_path: Path, raw: bytes, told: str, name: str) -> None:
    assert f"{name} is no dossier: {told}" in wrong_with(table(tmp_path, raw, name))


@pytest.mark.parametrize("name", ["a.csv", "a.txt", "a.jsonl", "a", "a.xlsx", "A.CSV"])
def test_what_a_file_is_called_does_not_matter(tmp_path: Path, name: str) -> None:
    line = '{"act": "register-person", "person": "p-9", "name": "A. Voorbeeld", "on": "2026-01-05"}\n'
    as_table, as_lines = table(tmp_path, f"act;person;name;on\n{PERSON}\n", name), f"# toelichting\n{line}"
    first = acts_in(as_table)
    assert (
        first
        == acts_in(table(tmp_path, as_lines, name))
        == acts_in(table(tmp_path, f"sep=;\nact;person;name;on\n{PERSON}", name))
    )


def test_one_column_is_a_table_by_its_name_only(tmp_path: Path) -> None:
    assert "column" in read(table(tmp_path, "act\nregister-person\n"))[0].reason
    assert "not valid JSON" in read(table(tmp_path, "act\nregister-person\n", "a.jsonl"))[0].reason


def test_a_table_is_no_file_of_corrections(tmp_path: Path) -> None:
    path = table(tmp_path, f"act;person;name;on\n{PERSON}\n")
    with open_region(f"sqlite:///{tmp_path / 'rso.db'}"):
        pass
    done = rso(tmp_path, "--store", "sqlite:///rso.db", "set-aside", "--with", str(path), "--reason", "dubbel")
    assert (done.returncode, "is a table; corrections are written one a line" in done.stderr) == (4, True)
