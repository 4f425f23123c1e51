"""Judges of numbers that are no IBAN: python-stdnum, clabe, bankkonto, il-bank-validator, naija-data, and
cemacrib, dz-format and glpi-anonymizer for RIBs."""

import sys

import bankkonto.account
import cemacrib
import clabe
import dz_format
import glpi_anonymizer
import naija_data
from bankkonto.exceptions import BankkontoException
from deciding import by_validity, decide
from il_bank_validator import validate_israeli_bank_account
from stdnum import luhn
from stdnum.ar import cbu, cuit
from stdnum.au import abn
from stdnum.br import cnpj, cpf
from stdnum.cl import rut
from stdnum.co import nit
from stdnum.cz import bankaccount as czech
from stdnum.ec import ci, ruc as ruc_of_ecuador
from stdnum.es import ccc
from stdnum.mx import rfc
from stdnum.no import kontonr
from stdnum.nz import bankaccount as new_zealand
from stdnum.pe import ruc
from stdnum.sg import uen
from stdnum.th import pin
from stdnum.us import rtn


def by_bankkonto(case):
    number = case["input"]["accountNumber"]
    # Swedbank's clearing numbers of 8000 have a fifth digit.
    digits = 5 if number.startswith("8") else 4
    try:
        return bankkonto.account.validate(number[:digits], number[digits:])
    except BankkontoException:
        return False


def by_il(case):
    given = case["input"]
    return validate_israeli_bank_account(int(given["bankCode"]), int(given["branchCode"]), given["accountNumber"])


def czech_digits(text):
    """Without the list of banks, which is a directory's."""
    prefix, root, _ = czech._split(czech.compact(text))
    return czech._calc_checksum(prefix) == 0 and czech._calc_checksum(root) == 0


def clabe_digit(text):
    """Without the list of banks, which is a directory's."""
    return len(text) == 18 and clabe.compute_control_digit(text[:17]) == text[17]


def lacks_branch(number):
    """Whether only the branch is missing in the list."""
    return new_zealand._calc_checksum(new_zealand.compact(number)) == 0 and "branch" not in new_zealand.info(number)


def stdnum(function, field):
    return {"python-stdnum": by_validity(function, field)}


TAX = "holderTaxId"
JUDGES = {
    "ar_cbu": stdnum(cbu.is_valid, "cbu"),
    "ar_cuit": stdnum(cuit.is_valid, TAX),
    "au_abn": stdnum(abn.is_valid, "proxy.value"),
    "br_cnpj": stdnum(cnpj.is_valid, TAX),
    "br_cpf": stdnum(cpf.is_valid, TAX),
    "cl_rut": stdnum(rut.is_valid, TAX),
    "cm_rib": {"cemacrib": by_validity(cemacrib.validate, "accountNumber")},
    "cn_card": stdnum(luhn.is_valid, "accountNumber"),
    "co_nit": stdnum(nit.is_valid, TAX),
    "cz_account": stdnum(czech_digits, "accountNumber"),
    "dz_rib": {"dz-format": by_validity(lambda text: dz_format.rib(text)["valid"], "accountNumber")},
    "ec_ci": stdnum(lambda text: ci.is_valid(text) or ruc_of_ecuador.is_valid(text), TAX),
    "es_ccc": stdnum(ccc.is_valid, "ccc"),
    "il_account": {"il-bank-validator": by_il},
    "ma_rib": {"glpi-anonymizer": by_validity(glpi_anonymizer.is_valid_rib, "accountNumber")},
    "mx_clabe": {"clabe": by_validity(clabe_digit, "clabe")},
    "mx_rfc": stdnum(lambda text: rfc.is_valid(text, validate_check_digits=True), TAX),
    "ng_nuban": {"naija-data": by_validity(naija_data.is_valid_nuban, "accountNumber", "bankCode")},
    "no_account": stdnum(kontonr.is_valid, "accountNumber"),
    "nz_account": stdnum(new_zealand.is_valid, "accountNumber"),
    "pe_ruc": stdnum(ruc.is_valid, TAX),
    "pix_cnpj": stdnum(cnpj.is_valid, "pixKey"),
    "pix_cpf": stdnum(cpf.is_valid, "pixKey"),
    "se_account": {"bankkonto": by_bankkonto},
    "se_bankgiro": stdnum(lambda text: len(text) in (7, 8) and luhn.is_valid(text), "bankgiro"),
    "sg_uen": stdnum(uen.is_valid, "proxy.value"),
    "th_pin": stdnum(pin.is_valid, "proxy.value"),
    "us_rtn": stdnum(rtn.is_valid, "routingNumber"),
}

if __name__ == "__main__":
    sys.exit(
        decide(
            JUDGES,
            {
                "clearing-digit-fails": lambda case: not luhn.is_valid(case["input"]["accountNumber"][:5]),
                "check-digit-fails": lambda case: case["input"][TAX][-1] != rfc.calc_check_digit(case["input"][TAX][:-1]),
                "lacks-branch": lambda case: lacks_branch(case["input"]["accountNumber"]),
            },
        )
    )
