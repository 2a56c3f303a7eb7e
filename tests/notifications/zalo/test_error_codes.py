from __future__ import annotations

import re
from datetime import timedelta

import pytest

from notifications.outcome import Ambiguous, Deferred, Rejected, Scope
from notifications.zalo.account_errors import ACCOUNT_ROWS
from notifications.zalo.error_codes import ACCOUNT_ERRORS, PHONE_ERRORS, TOKEN_REFUSED
from notifications.zalo.phone_errors import PHONE_ROWS

# The documented codes, by what is left to do: R another channel and a better contact, r the same for a day only, P our
# template or its filling, C the account's money or set-up, A its rights, Q its quota, H the hour, X nobody knows, U no reason.
DOCUMENTED_FOR_ACCOUNTS = {
    "A": "-204 -205 -209 -212 -219 -221 -242",
    "C": "-224 -235 -240 -320 -321",
    "P": "-100 -201 -210 -233 -238 -241 -248 -249 -230 -232",
    "R": "-213 -217 -227 -244",
    "r": "-218",
    "Q": "-211",
    "H": "-234",
    "T": "-124 -216 -220",
    "U": "-200",
}
DOCUMENTED_FOR_NUMBERS = {
    "A": "-101 -102 -103 -104 -105 -117 -120 -1201 -1202 -1241 -125 -128 -129 -142 -143 -135 -1351 -138 -1381",
    "C": "-115 -126 -136 -137 -145",
    "P": "-106 -107 -109 -1091 -111 -112 -1121 -1122 -1123 -1124 -113 -1131 -116 -121 -122 -123 -127 -130 -131 -132 -146 -148 -149 "
    "-1491 -150 -151 -152 -153 -158 -159 -160 -161 -162 -249",
    "R": "-108 -110 -118 -119 -139 -140 -141 -1471",
    "r": "-114 -1472",
    "Q": "-144 -1441 -147",
    "H": "-133",
    "T": "-124 -216 -220",
    "X": "-100",
    "U": "-134",
}
MEANT = {
    "A": (Rejected, Scope.AUTH),
    "C": (Rejected, Scope.CHANNEL),
    "P": (Rejected, Scope.MISFIT),
    "R": (Rejected, Scope.RECIPIENT),
    "r": (Deferred, Scope.RECIPIENT),
    "Q": (Deferred, Scope.QUOTA),
    "H": (Deferred, Scope.HOURS),
    "T": (Deferred, Scope.AUTH),
    "X": (Ambiguous, None),
    "U": (Deferred, Scope.UNCLEAR),
}


def documented(by_way: dict[str, str]) -> list[tuple[int, str]]:
    return [(int(code), way) for way, codes in by_way.items() for code in codes.split()]


@pytest.mark.parametrize(
    ("table", "by_way"),
    [(ACCOUNT_ERRORS, DOCUMENTED_FOR_ACCOUNTS), (PHONE_ERRORS, DOCUMENTED_FOR_NUMBERS)],
    ids=["account", "numbers"],
)
def test_every_documented_code_leaves_the_way_out_that_it_means(table: object, by_way: dict[str, str]) -> None:
    assert table in (ACCOUNT_ERRORS, PHONE_ERRORS)
    errors = ACCOUNT_ERRORS if table is ACCOUNT_ERRORS else PHONE_ERRORS

    found = {code: errors.outcome(code, "") for code, _ in documented(by_way)}

    assert {code: (type(one), getattr(one, "scope", None)) for code, one in found.items()} == {
        code: MEANT[way] for code, way in documented(by_way)
    }
    assert all(code in errors.meanings for code, _ in documented(by_way))


@pytest.mark.parametrize("table", [ACCOUNT_ROWS, PHONE_ROWS], ids=["account", "numbers"])
def test_no_code_is_told_twice_and_each_is_told_in_a_vietnamese_sentence(table: object) -> None:
    told = ACCOUNT_ROWS if table is ACCOUNT_ROWS else PHONE_ROWS
    codes = [code for codes, _, _ in told for code in codes]

    assert len(codes) == len(set(codes))
    assert all(re.search(r"[ạảấầậắặẹếềệịọốồộớợụứừựỳđươ].*\.$", detail) for _, _, detail in told)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Your application reached limit call api", (Scope.CHANNEL, timedelta(minutes=1))),
        ("OA has reached the limit of calls per day of its package", (Scope.QUOTA, None)),
    ],
)
def test_too_many_calls_are_told_apart_by_the_text(text: str, expected: tuple[Scope, timedelta | None]) -> None:
    outcome = ACCOUNT_ERRORS.outcome(-32, text)

    assert isinstance(outcome, Deferred)
    assert (outcome.scope, outcome.wait) == expected


def test_the_other_code_with_two_meanings_is_told_apart_by_the_text() -> None:
    spent, barred = (
        ACCOUNT_ERRORS.outcome(-223, "OA exceeded its quota"),
        ACCOUNT_ERRORS.outcome(-223, "OA not eligible"),
    )

    assert isinstance(spent, Deferred)
    assert isinstance(barred, Rejected)
    assert (spent.scope, barred.scope) == (Scope.QUOTA, Scope.CHANNEL)


def test_a_code_that_no_page_knows_blames_nobody_and_repeats_what_zalo_said() -> None:
    outcome = PHONE_ERRORS.outcome(-9999, "brand new")

    assert isinstance(outcome, Deferred)
    assert (outcome.scope, outcome.code) == (Scope.UNCLEAR, "-9999")
    assert "brand new" in outcome.detail


def test_a_refused_token_is_known_on_both_hosts() -> None:
    for errors in (ACCOUNT_ERRORS, PHONE_ERRORS):
        outcomes = [errors.outcome(code, "") for code in TOKEN_REFUSED]

        assert {getattr(one, "scope", None) for one in outcomes} == {Scope.AUTH}
