"""What the judges in Python share: reading cases, counting, and the defects that excuse a difference.

A case is one JSON object a line: {kind, country, input, verdict}; the verdict is null where we say
that nothing can be known. A difference is expected when defects.csv says that this judge has that
defect, in this country, and the case shows it; any other one fails the run.
"""

import collections
import csv
import json
import pathlib
import re
import sys

WORDS = {True: "right", False: "wrong", None: "not to be known"}


def defects():
    with open(pathlib.Path(__file__).with_name("defects.csv"), newline="") as file:
        return [{**row, "kinds": row["kinds"].split(), "countries": row["countries"].split()} for row in csv.DictReader(file)]


def text_of(case):
    """What an expression of defects.csv is matched against: the fields, a blank between them."""
    given = case["input"]
    return given if isinstance(given, str) else " ".join(given.values())


def shows(where, case, conditions):
    if where.startswith("@"):
        return where[1:] in conditions and conditions[where[1:]](case)
    return re.search(where, text_of(case))


def excuse(known, judge, case, verdict, conditions):
    for row in known:
        if (
            row["judge"] == judge
            and case["kind"] in row["kinds"]
            and (row["countries"] == ["*"] or case["country"] in row["countries"])
            and row["says"] == WORDS[verdict]
            and shows(row["where"], case, conditions)
        ):
            return row["why"]
    return None


def decide(judges, conditions={}):
    """Asks the judges, prints what they say.

    `judges`: for each kind, a judge's name and what decides; that answers None where it cannot.
    `conditions`: what a defect's `@name` asks of a case, beside its expressions.
    """
    known = defects()
    asked = collections.Counter()
    agreed = collections.defaultdict(collections.Counter)
    expected = collections.defaultdict(collections.Counter)
    wrong = 0
    for line in sys.stdin:
        case = json.loads(line)
        for judge, ask in judges.get(case["kind"], {}).items():
            if case["verdict"] is None:
                continue
            verdict = ask(case)
            if verdict is None:
                continue
            verdict = bool(verdict)
            asked[judge] += 1
            if verdict == case["verdict"]:
                agreed[judge][case["kind"], verdict] += 1
            elif why := excuse(known, judge, case, verdict, conditions):
                expected[judge, why][case["country"]] += 1
            else:
                wrong += 1
                print(f"  {judge} says {WORDS[verdict]}, we say {WORDS[case['verdict']]}: {line.strip()}")
    for judge, counts in sorted(agreed.items()):
        print(f"  {judge} agrees on {counts.total()} of {asked[judge]}")
        kinds = sorted({kind for kind, _ in counts})
        if len(kinds) > 2:
            shown = (f"{kind} {counts[kind, True]}+{counts[kind, False]}" for kind in kinds)
            print(f"    right+wrong: {', '.join(shown)}")
    for (judge, why), countries in sorted(expected.items()):
        names = f" ({' '.join(sorted(countries))})" if len(countries) < 20 else ""
        print(f"  {countries.total()} expected, {judge} {why}{names}")
    print(f"  {wrong} without a reason")
    # A run in which nobody was asked proves nothing.
    return 1 if wrong or not asked else 0


def by_validity(function, *fields):
    """A judge that takes the fields' texts and answers, or throws, whether they are right."""

    def ask(case):
        given = case["input"]
        try:
            return bool(function(*([given] if isinstance(given, str) else [given[field] for field in fields])))
        except (ValueError, LookupError):
            return False

    return ask
