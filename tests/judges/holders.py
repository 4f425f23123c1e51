"""Writes tests/holder_numbers.csv: numbers of holders with python-stdnum's verdict, half of them with
check digits that fit. `python tests/judges/holders.py > tests/holder_numbers.csv`, with the judges' venv."""

import random

from stdnum.ar import cuit
from stdnum.au import abn
from stdnum.br import cnpj, cpf
from stdnum.cl import rut as rut_cl
from stdnum.co import nit as nit_co
from stdnum.do import rnc
from stdnum.ec import ci
from stdnum.gt import nit as nit_gt
from stdnum.pe import ruc as ruc_pe
from stdnum.py import ruc as ruc_py
from stdnum.sv import nit as nit_sv
from stdnum.th import pin
from stdnum.tr import tckimlik, vkn
from stdnum.ua import edrpou, rntrc
from stdnum.uy import rut as rut_uy

# Country, judge, digits before the last, beginnings of which one is taken, how it ends.
KINDS = [
    ("AR", cuit, 10, ["20", "23", "24", "27", "30", "33"], 1),
    ("BR", cpf, 9, [""], 2),
    ("BR", cnpj, 12, [""], 2),
    ("CL", rut_cl, 8, ["1", "2", "7"], 1),
    ("CO", nit_co, 9, ["8", "9"], 1),
    ("DO", rnc, 8, ["1", "4"], 1),
    ("EC", ci, 9, ["01", "09", "17", "24"], 1),
    ("GT", nit_gt, 7, ["1", "8"], 1),
    ("PE", ruc_pe, 10, ["10", "15", "20"], 1),
    ("PY", ruc_py, 8, ["80"], 1),
    ("SV", nit_sv, 13, ["01", "06", "14", "9"], 1),
    ("TR", tckimlik, 9, ["1", "4"], 2),
    ("TR", vkn, 9, [""], 1),
    ("UA", edrpou, 7, ["1", "3", "4", "7"], 1),
    ("UA", rntrc, 9, ["2", "3"], 1),
    ("UY", rut_uy, 11, ["01", "21"], 1),
]


def main():
    draw = random.Random(20261121)
    print("# numbers of holders and what python-stdnum 2.2 says of them; written by tests/judges/holders.py")
    print("country,number,valid")
    for country, judge, length, beginnings, tail in KINDS:
        right, wrong = set(), set()
        while len(right) < 12 or len(wrong) < 12:
            front = draw.choice(beginnings)
            front += "".join(draw.choice("0123456789") for _ in range(length - len(front)))
            if country == "UY":
                front = front[:8] + "001"
            end = "".join(draw.choice("0123456789" + ("K" if country in ("CL", "GT") else "")) for _ in range(tail))
            number = front + end
            (right if judge.is_valid(number) else wrong).add(number)
            if not judge.is_valid(number) and tail == 2:
                for last in range(100):
                    if judge.is_valid(front + f"{last:02}"):
                        right.add(front + f"{last:02}")
        for valid, numbers in ((True, right), (False, wrong)):
            for number in sorted(numbers)[:12]:
                print(f"{country},{number},{str(valid).lower()}")


if __name__ == "__main__":
    main()
