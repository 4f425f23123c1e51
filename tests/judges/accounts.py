"""Judges of accounts: schwifty and python-stdnum decide what `cargo xtask judge` generated.

Reads one JSON case a line: {kind, country, input, verdict}. Prints every disagreement that has no
reason in REASONS, and fails on one.
"""

import collections
import json
import sys

import schwifty
from schwifty.exceptions import SchwiftyException
from stdnum import iban as stdnum_iban
from stdnum.us import rtn

ALIASES = {"00", "01", "99"}
ISSUED = {*range(0, 13), *range(21, 33), *range(61, 73), 80}


def by_schwifty(iban):
    """Structure and check digits; schwifty's national checks are off."""
    try:
        schwifty.IBAN(iban, validate_bban=False)
    except SchwiftyException:
        return False
    return True


def by_stdnum(iban):
    return stdnum_iban.is_valid(iban, check_country=False)


JUDGES = {
    "iban": {"schwifty": by_schwifty, "python-stdnum": by_stdnum},
    "aba": {"python-stdnum": rtn.is_valid},
}


def reason(case, judge, verdict):
    """Why a judge may differ from us; None if it may not."""
    text = case["input"]
    if judge == "python-stdnum" and case["kind"] == "iban" and verdict:
        if text[2:4] in ALIASES:
            return "python-stdnum takes the pairs 00, 01 and 99, which ISO 7064 never makes"
        if not text[2:4].isdigit():
            return "python-stdnum takes letters for check digits"
    if judge == "python-stdnum" and case["country"] == "BR" and case["verdict"]:
        return "python-stdnum carries registry r101: Brazil's bank and account type have letters and digits since"
    if case["kind"] == "aba" and verdict and int(text[:2]) not in ISSUED:
        return "python-stdnum does not look at the issued prefixes"
    return None


def main():
    counts = collections.Counter()
    reasons = collections.Counter()
    wrong = 0
    for line in sys.stdin:
        case = json.loads(line)
        counts[case["kind"], case["verdict"]] += 1
        for judge, decide in JUDGES[case["kind"]].items():
            verdict = decide(case["input"])
            if verdict == case["verdict"]:
                continue
            known = reason(case, judge, verdict)
            if known:
                reasons[known] += 1
            else:
                wrong += 1
                print(f"  {judge} says {verdict}, we say {case['verdict']}: {case['input']}")
    for (kind, verdict), count in sorted(counts.items()):
        print(f"  {count} {kind} that we call {'right' if verdict else 'wrong'}")
    for text, count in reasons.items():
        print(f"  {count} expected: {text}")
    print(f"  {wrong} without a reason")
    # A run without cases proves nothing.
    return 1 if wrong or not counts else 0


if __name__ == "__main__":
    sys.exit(main())
