"""Holds our clocks against zoneinfo and our settlement days against `holidays`, 2025 to 2031, every one; those of the
main currencies against QuantLib's settlement calendars too, from 2026, if the interpreter has QuantLib.

Reads JSON lines on standard input: {"zone", "changes"} or {"calendar", "days"}. Exits 1 on any difference that is
not explained.
"""

import json
import sys
from datetime import date, datetime, timedelta, timezone
from zoneinfo import ZoneInfo

import arrival
import settlement_days

try:
    import QuantLib
except ImportError:
    QuantLib = None

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


# Of ours: the class, its market, the last year for which QuantLib has the days that follow the moon.
QUANTLIB = {
    "fed": ("UnitedStates", "FederalReserve", 2031),
    "target": ("TARGET", None, 2031),
    "uk": ("UnitedKingdom", "Settlement", 2031),
    "au": ("Australia", None, 2031),
    "ca": ("Canada", "Settlement", 2031),
    "jp": ("Japan", None, 2031),
    "ch": ("Switzerland", None, 2031),
    "se": ("Sweden", None, 2031),
    "no": ("Norway", None, 2031),
    "dk": ("Denmark", None, 2031),
    "br": ("Brazil", "Settlement", 2031),
    "mx": ("Mexico", None, 2031),
    "za": ("SouthAfrica", None, 2031),
    "hk": ("HongKong", None, 2026),
    "sg": ("Singapore", None, 2026),
}
# Days that QuantLib closes and the system does not.
REGIONAL = {
    "au": ((8, 0), (10, 0)),  # first Monday: bank holiday and Labour Day of New South Wales; RITS is open
    "ca": ((2, 2), (8, 0)),  # third and first Monday: holidays of provinces; Lynx is open
}
NOT_CLOSED = {("sg", "2026-03-20")}  # Hari Raya Puasa 2026 is Saturday, 21 March (Ministry of Manpower)


def by_quantlib(name, listed):
    """How many days were compared, and the differences."""
    if QuantLib is None or name not in QUANTLIB:
        return 0, []
    kind, market, last = QUANTLIB[name]
    of = getattr(QuantLib, kind)
    theirs = of(getattr(of, market)) if market else of()
    ours = {day for day, _, _ in listed}
    day, count, differences = date(2026, 1, 1), 0, []
    while day.year <= last:
        closed = not theirs.isBusinessDay(QuantLib.Date(day.day, day.month, day.year))
        regional = day.weekday() == 0 and (day.month, (day.day - 1) // 7) in REGIONAL.get(name, ())
        explained = closed and (regional or (name, str(day)) in NOT_CLOSED)
        if day.weekday() < 5 and closed != (str(day) in ours) and not explained:
            differences.append(f"{name} {day}: QuantLib says {'closed' if closed else 'open'}")
        day, count = day + timedelta(1), count + 1
    return count, differences


def main():
    zones = days = compared = 0
    differences = []
    for line in sys.stdin:
        case = json.loads(line)
        if "zone" in case:
            zones += 1
            differences += clock(case["zone"], case["changes"])
        else:
            days += len(case["days"])
            differences += calendar(case["calendar"], case["days"])
            count, different = by_quantlib(case["calendar"], case["days"])
            compared += count
            differences += different
    for difference in differences[:20]:
        print("DIFFERENT:", difference)
    print(f"  {zones} zones and {days} closed days of seven years, {len(differences)} different")
    print(f"  {compared} days by QuantLib" if QuantLib else "  QuantLib is not installed: it was not asked")
    print(f"  explained, {len(FED_OPEN)} days: {arrival.KNOWN_FED_ERRORS}")
    if not zones or not days:
        print("  nothing was judged")
    sys.exit(1 if differences or not zones or not days else 0)


if __name__ == "__main__":
    main()
