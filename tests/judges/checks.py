"""Judges of national check digits: schwifty, python-stdnum, uk-mod-check, and konto_check.

konto_check (PyPI kontocheck) is compiled where there are a C compiler and Python's headers
(compiled.txt); without it schwifty alone judges the German methods.
"""

import csv
import ctypes
import pathlib
import sys
import tempfile
import warnings

import schwifty
import uk_mod_check
from deciding import by_validity, decide
from schwifty.checksum import algorithms
from schwifty.domain import Component
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


def by_uk_mod_check(case):
    given = case["input"]
    result = uk_mod_check.validate(int(given["sortCode"]), int(given["accountNumber"]))
    return result.result if result.known_sort_code else None


def by_schwifty_method(case):
    given = case["input"]
    method = algorithms.get(f"DE:{given['method']}")
    if method is None:
        return None
    known = {Component.BANK_CODE: given["bankCode"], Component.ACCOUNT_CODE: given["accountNumber"]}
    return by_validity(lambda _: method.validate([known[part] for part in method.accepts], ""), "method")(case)


def konto_check():
    try:
        import kontocheck
    except ImportError:
        print("  konto_check is not installed: German methods are judged by schwifty alone")
        return {}
    folder = pathlib.Path(kontocheck.__file__).parent / "lib"
    check = ctypes.CDLL(str(next(folder.glob("*.so")))).kto_check_pz
    check.argtypes = [ctypes.c_char_p] * 3

    def ask(case):
        given = case["input"]
        words = (given["method"], given["accountNumber"], given["bankCode"])
        return check(*(word.encode() for word in words)) > 0

    return {"konto_check": ask}


def konto_check_iban():
    """Whether it makes the same IBAN of a bank code and an account."""
    try:
        import kontocheck
    except ImportError:
        return {}
    kontocheck.lut_load()

    def ask(case):
        given = case["input"]
        try:
            made = kontocheck.create_iban(given["bankCode"], given["accountNumber"].lstrip("0"))
        except kontocheck.KontoCheckError as error:
            # The account alone is judged elsewhere; its table is of another quarter.
            return None if str(error) in ("FALSE", "BLZ_MARKED_AS_DELETED") else False
        return made == given["iban"]

    return {"konto_check": ask}


def by_schwifty(case):
    """Only where schwifty has a rule of the country's."""
    if not any(name.startswith(f"{case['country']}:") for name in algorithms):
        return None
    return by_validity(lambda iban: schwifty.IBAN(iban, validate_bban=True))(case)


def by_stdnum(case):
    rules = {"ES": ccc.is_valid, "NO": kontonr.is_valid}
    rule = rules.get(case["country"])
    return rule and rule(case["input"][4:])


if __name__ == "__main__":
    load_british_table()
    sys.exit(
        decide(
            {
                "national": {"schwifty": by_schwifty, "python-stdnum": by_stdnum},
                "gb": {"uk-mod-check": by_uk_mod_check},
                "de": {"schwifty": by_schwifty_method, **konto_check()},
                "de_iban": konto_check_iban(),
            }
        )
    )
