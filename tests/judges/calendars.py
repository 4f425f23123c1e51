"""Holds our clocks against zoneinfo and our settlement days against `holidays`, 2025 to 2031, every one.

Reads JSON lines on standard input: {"zone", "changes"} or {"calendar", "days"}. Exits 1 on any difference that is
not explained.
"""

import json
import sys
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import arrival
import settlement_days

# Days that `holidays` closes and the Federal Reserve does not: the Fridays before a Saturday holiday (Board of
# Governors, K.8, of 31 December 2025).
FED_OPEN = {date.fromisoformat(day) for day in ("2026-07-03", "2027-06-18", "2027-12-24", "2027-12-31", "2028-11-10")}


def offset(zone, seconds):
    at = datetime.fromtimestamp(seconds, timezone.utc).astimezone(zone)
    return at.utcoffset() // timedelta(minutes=1)


def clock(name, changes):
    """Hour by hour where the offset may change: between two days that differ."""
    zone, wanted = ZoneInfo(name), []
    first, last = (int(datetime(year, 1, 1, tzinfo=timezone.utc).timestamp()) for year in (2025, 2032))
    for day in range(first, last, 86400):
        before = wanted[-1][1] if wanted else None
        if offset(zone, day) == before and offset(zone, day + 86399) == before:
            continue
        for hour in range(day, day + 86400, 3600):
            now = offset(zone, hour)
            if not wanted or now != wanted[-1][1]:
                wanted.append((hour, now))
    return [] if wanted == [tuple(change) for change in changes] else [f"{name}: {changes} are {wanted}"]


def calendar(name, listed):
    ours = {date.fromisoformat(day): (label, provisional) for day, label, provisional in listed}
    if name in settlement_days.COUNTRIES:
        theirs, wrong = settlement_days.named(name), set()
    else:
        days, weekend, _ = arrival.CALENDARS[name]
        theirs = {d: None for d in days if d.weekday() not in weekend and d.year in settlement_days.YEARS}
        wrong = {day for day, label in days.items() if label == "wrong" and day in theirs}
        if name == "fed" and wrong != FED_OPEN:
            return [f"fed: the known errors of holidays are now {sorted(wrong ^ FED_OPEN)}"]
    differences = []
    for day in sorted(set(ours) | set(theirs)):
        same = ours.get(day) == theirs[day] if theirs.get(day) else (day in ours) == (day in theirs)
        if not same and day not in wrong - set(ours):
            differences.append(f"{name} {day}: ours {ours.get(day)}, theirs {theirs.get(day)}")
    return differences


def main():
    zones = days = 0
    differences = []
    for line in sys.stdin:
        case = json.loads(line)
        if "zone" in case:
            zones += 1
            differences += clock(case["zone"], case["changes"])
        else:
            days += len(case["days"])
            differences += calendar(case["calendar"], case["days"])
    for difference in differences[:20]:
        print("DIFFERENT:", difference)
    print(f"  {zones} zones and {days} closed days of seven years, {len(differences)} different")
    print(f"  explained, {len(FED_OPEN)} days: {arrival.KNOWN_FED_ERRORS}")
    if not zones or not days:
        print("  nothing was judged")
    sys.exit(1 if differences or not zones or not days else 0)


if __name__ == "__main__":
    main()
