"""Judges of national check digits: schwifty, python-stdnum, uk-mod-check, and konto_check.

Reads one JSON case a line: {kind, rule, bank, input, verdict}; the verdict is null where we say
that nothing can be checked. konto_check (PyPI kontocheck) has no built wheel and needs a C compiler
and Python's headers, so it is not among the requirements: it judges where it is installed.
"""

import collections
import csv
import ctypes
import json
import pathlib
import sys
import tempfile
import warnings

import schwifty
import uk_mod_check
from schwifty.checksum import algorithms
from schwifty.domain import Component
from schwifty.exceptions import SchwiftyException
from stdnum.es import ccc
from stdnum.no import kontonr
from uk_mod_check import data_parser

warnings.simplefilter("ignore")
DATA = pathlib.Path(__file__).resolve().parents[2] / "data"


def load_british_table():
    """The judge carries an older table: it decides by its code and our rows."""

    def rows(name):
        text = (DATA / name).read_text().splitlines()
        return list(csv.reader(line for line in text if not line.startswith("#")))[1:]

    def parsed(parser, lines):
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write("\n".join(lines) + "\n")
            file.flush()
            return parser.from_file(file.name)

    uk_mod_check.mod_rules = parsed(
        data_parser.ModRules,
        [
            f"{first} {last} {method.upper()} {' '.join(f'{weight:>4}' for weight in weights.split())}"
            + (f" {exception:>3}" if exception else "")
            for first, last, method, weights, exception in rows("gb_modulus.csv")
        ],
    )
    uk_mod_check.code_subs = parsed(
        data_parser.CodeSubstitutions,
        [" ".join(row) for row in rows("gb_modulus_substitutions.csv")],
    )


def by_schwifty(case):
    try:
        schwifty.IBAN(case["input"], validate_bban=True)
    except SchwiftyException:
        return False
    return True


def by_stdnum(case):
    rules = {"ES": ccc.is_valid, "NO": kontonr.is_valid}
    rule = rules.get(case["rule"])
    return rule and rule(case["input"][4:])


def by_uk_mod_check(case):
    result = uk_mod_check.validate(int(case["bank"]), int(case["input"]))
    return result.result if result.known_sort_code else None


def by_schwifty_method(case):
    method = algorithms.get(f"DE:{case['rule']}")
    if method is None:
        return None
    try:
        known = {Component.BANK_CODE: case["bank"], Component.ACCOUNT_CODE: case["input"]}
        return method.validate([known[part] for part in method.accepts], "")
    except SchwiftyException:
        return False


def konto_check():
    try:
        import kontocheck
    except ImportError:
        print("  konto_check is not installed: German methods are judged by schwifty alone")
        return None
    folder = pathlib.Path(kontocheck.__file__).parent / "lib"
    check = ctypes.CDLL(str(next(folder.glob("*.so")))).kto_check_pz
    check.argtypes = [ctypes.c_char_p] * 3

    def decide(case):
        words = (case["rule"], case["input"], case["bank"])
        return check(*(word.encode() for word in words)) > 0

    return decide


def reason(case, judge, verdict):
    """Why a judge may differ from us; None if it may not."""
    if judge == "python-stdnum" and case["rule"] == "NO":
        bban = case["input"][4:]
        if bban.startswith("0000"):
            return "python-stdnum reads Norwegian numbers from 0000 as old giro numbers"
        if bban[4:6] == "00":
            return "python-stdnum counts Norway's bank digits before an account from 00 too"
    if judge == "schwifty" and case["kind"] == "de":
        if case["rule"] == "13" and not verdict and case["input"].startswith("00"):
            return "schwifty leaves out the second variant of method 13, without a sub-account"
        if case["rule"] == "76" and verdict:
            return "schwifty takes a remainder of 10 in method 76 for the digit 0, and drops zeros before it weighs"
    if judge == "konto_check":
        if case["rule"] in ("17", "C1") and case["input"][1:7] == "000000" and not verdict:
            return "konto_check refuses the customer number 0 of method 17, from whose sum 1 is taken"
        if case["rule"] == "50" and verdict:
            return "konto_check moves numbers of method 50 that do not begin with 000"
        if case["rule"] == "74" and len(case["input"].lstrip("0")) == 6 and not verdict:
            return "konto_check leaves out the second variant of method 74 for six digits"
        if case["rule"] == "D2" and "0910000000" <= case["input"] <= "0989999999" and not verdict:
            return "konto_check leaves out the last range of method 95 within D2"
    return None


def main():
    load_british_table()
    german = {"schwifty": by_schwifty_method}
    if decide := konto_check():
        german["konto_check"] = decide
    judges = {
        "iban": {"schwifty": by_schwifty, "python-stdnum": by_stdnum},
        "gb": {"uk-mod-check": by_uk_mod_check},
        "de": german,
    }
    counts = collections.Counter()
    agreed = collections.Counter()
    reasons = collections.Counter()
    wrong = 0
    for line in sys.stdin:
        case = json.loads(line)
        counts[case["kind"], str(case["verdict"])] += 1
        if case["verdict"] is None:
            continue
        for judge, decide in judges[case["kind"]].items():
            verdict = decide(case)
            if verdict is None:
                continue
            if verdict == case["verdict"]:
                agreed[case["kind"], judge] += 1
            elif known := reason(case, judge, verdict):
                reasons[known] += 1
            else:
                wrong += 1
                print(f"  {judge} says {verdict}, we say {case['verdict']}: {line.strip()}")
    words = {"True": "right", "False": "wrong", "None": "not to be checked"}
    for (kind, verdict), count in sorted(counts.items()):
        print(f"  {count} {kind} that we call {words[verdict]}")
    for (kind, judge), count in sorted(agreed.items()):
        print(f"  {judge} agrees on {count} {kind}")
    for text, count in reasons.items():
        print(f"  {count} expected: {text}")
    print(f"  {wrong} without a reason")
    # A run without cases proves nothing.
    return 1 if wrong or not counts else 0


if __name__ == "__main__":
    sys.exit(main())
