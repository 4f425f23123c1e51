"""Judges of IBANs and routing numbers: schwifty and python-stdnum."""

import sys

import schwifty
from deciding import by_validity, decide
from stdnum import iban as stdnum_iban
from stdnum.us import rtn

JUDGES = {
    "iban": {
        # Structure and check digits: the national checks are another judge's.
        "schwifty": by_validity(lambda iban: schwifty.IBAN(iban, validate_bban=False)),
        "python-stdnum": by_validity(lambda iban: stdnum_iban.is_valid(iban, check_country=False)),
    },
    "aba": {"python-stdnum": by_validity(rtn.is_valid)},
}

if __name__ == "__main__":
    sys.exit(decide(JUDGES))
