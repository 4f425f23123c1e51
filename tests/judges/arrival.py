"""When a payment arrives, from the rail's row in data/rails.toml: zoneinfo's clocks, the days of `holidays`.

Imported by preview.py.
"""

import tomllib
from collections import Counter
from datetime import date, datetime, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo, reset_tzpath

import holidays
import settlement_days
from verdict import check

# The machine's own files may be older than the package.
reset_tzpath(to=())
ROOT = Path(__file__).resolve().parents[2]
ZONES = {c: z["name"] for z in tomllib.loads((ROOT / "data/zones.toml").read_text())["zone"] for c in z["countries"]}
explained = Counter()

# Python's `holidays` moves a federal holiday on a Saturday to the Friday before. Federal Reserve Banks stay
# open on that Friday (Board of Governors, K.8), so these are its errors for the Fed.
KNOWN_FED_ERRORS = "holidays closes the Friday before a Saturday holiday; the Fed does not"
AU_CLOSED = ("New Year's Day", "Australia Day", "Good Friday", "Easter Monday", "ANZAC Day", "King's Birthday",
             "Christmas Day", "Boxing Day")
YEARS = range(2023, 2034)


def fed():
    days = {}
    for day, name in holidays.country_holidays("US", years=YEARS).items():
        if "observed" in name and day.weekday() == 4:
            explained[KNOWN_FED_ERRORS] += 0  # counted when a case meets one
            days[day] = "wrong"
        else:
            days[day] = name
    return days


def au():
    nsw, vic = (holidays.country_holidays("AU", subdiv=state, years=YEARS) for state in ("NSW", "VIC"))
    return {day: name for day, name in nsw.items() if day in vic and name.startswith(AU_CLOSED)}


CALENDARS = {
    "fed": (fed(), {5, 6}, range(2022, 2100)),
    "target": (dict(holidays.financial_holidays("ECB", years=YEARS)), {5, 6}, range(2002, 2100)),
    "uk": (dict(holidays.country_holidays("GB", subdiv="ENG", years=YEARS)), {5, 6}, range(2024, 2100)),
    "au": (au(), {5, 6}, range(2024, 2100)),
}
for name in settlement_days.COUNTRIES:
    CALENDARS[name] = (
        settlement_days.days(name),
        settlement_days.weekend(name),
        settlement_days.YEARS,
    )


class Days:
    def __init__(self, name, request):
        self.days, self.weekend, self.years = CALENDARS[name]
        self.add, self.remove = set(), set()
        for entry in request.get("holidays", []):
            if entry["calendar"] == name:
                self.add |= {date.fromisoformat(day) for day in entry.get("add", [])}
                self.remove |= {date.fromisoformat(day) for day in entry.get("remove", [])}

    def open(self, day):
        if day in self.add:
            return False
        if day in self.remove:
            return True
        if day.weekday() in self.weekend:
            return False
        if day.year not in self.years:
            return True
        if self.days.get(day) == "wrong":
            explained[KNOWN_FED_ERRORS] += 1
            return True
        return day not in self.days

    def knows(self, year):
        return year in self.years or any(day.year == year for day in self.add | self.remove)

    def next(self, day):
        while not self.open(day):
            day += timedelta(1)
        return day

    def after(self, day, count):
        for _ in range(count):
            day = self.next(day + timedelta(1))
        return day


    def provisional(self, day):
        return self.days.get(day) is True


class Both:
    """Open when each of them is."""

    def __init__(self, *each):
        self.each = each

    def open(self, day):
        return all([days.open(day) for days in self.each])

    def knows(self, year):
        return all(days.knows(year) for days in self.each)

    def provisional(self, day):
        return any(days.provisional(day) for days in self.each)

    next, after = Days.next, Days.after


def clock(text):
    hours, minutes = text.split(":")
    return int(hours) * 60 + int(minutes)


def judge_arrival(request, rail, option, rails):
    at = datetime.fromisoformat(request["at"].replace("Z", "+00:00"))
    zone = ZoneInfo(rail.get("zone") or ZONES[request["credit"]["country"]])
    today = at.astimezone(zone).date()
    names = [rail["calendar"]]
    if request["debit"]["currency"] != rail["currency"]:
        # A conversion needs a day on which both currencies settle.
        home = (row["calendar"] for row in rails if row["currency"] == request["debit"]["currency"])
        names.append(next(home, names[0]))
    days = Both(*(Days(name, request) for name in dict.fromkeys(names)))

    def moment(day, minute):
        midnight = datetime(day.year, day.month, day.day)
        return (midnight + timedelta(minutes=minute)).replace(tzinfo=zone).astimezone(timezone.utc)

    cut = None
    pause = rail.get("around_the_clock", {}).get("pause")
    waits = pause and days.open(today) and moment(today, clock(pause[0])) <= at < moment(today, clock(pause[1]))
    if waits:
        earliest = moment(today, clock(pause[1]))
        latest = earliest + timedelta(seconds=rail["around_the_clock"]["within_seconds"])
    elif "around_the_clock" in rail:
        earliest, latest = at, at + timedelta(seconds=rail["around_the_clock"]["within_seconds"])
    elif "windows" in rail:
        booked, chosen = None, None
        if days.open(today):
            for window in rail["windows"]:
                ends = clock(window.get("cut_off", "24:00"))
                last_day, last = window["credited"][1].split(" ")
                # What is credited on the day itself is submitted before the last credit.
                if at < moment(today, ends if last_day != "0" else min(ends, clock(last))):
                    booked, chosen = today, window
                    break
        if chosen is None:
            booked, chosen = days.next(today + timedelta(1)), rail["windows"][0]

        def credited(text):
            count, time = text.split(" ")
            return moment(days.after(booked, int(count)), clock(time))

        first, ends = chosen["credited"]
        if booked == today and first.startswith("0 ") and at > moment(today, clock(ends.split(" ")[1])):
            first = "1" + first[1:]  # the hours of the day are over
        earliest = max(at, credited(first))
        latest = max(earliest, credited(chosen["credited"][1]))
        if "cut_off_basis" in rail:
            cut = (chosen["cut_off"], moment(booked, clock(chosen["cut_off"])))
    else:
        session = rail["session"]
        shift, time = session["open"].split(" ")
        opens, closes = int(shift) * 1440 + clock(time), session.get("closes")
        step = (lambda day: day) if session.get("every_day") else days.next
        booked = step(today)
        if at >= moment(booked, clock(session["cut_off"])):
            booked = step(booked + timedelta(1))
        earliest = max(at, moment(booked, opens))
        latest = earliest + timedelta(minutes=session["within_minutes"])
        if closes:
            latest = max(earliest, min(latest, moment(booked, clock(closes))))
        cut = (session["cut_off"], moment(booked, clock(session["cut_off"])))

    def text(moment):
        return moment.strftime("%Y-%m-%dT%H:%M:%SZ")

    arrival = option["arrival"]
    check(arrival["earliest"] == text(earliest), "earliest", arrival["earliest"], "is", text(earliest))
    check(arrival["latest"] == text(latest), "latest", arrival["latest"], "is", text(latest))
    ours = arrival.get("cutOff")
    check((ours and (ours["time"], ours["zone"])) == (cut and (cut[0], zone.key)), "cut-off", ours, cut)
    check(not cut or ours["secondsLeft"] == (cut[1] - at).total_seconds(), "time left", ours, cut and cut[1] - at)
    check(arrival.get("submitBefore") == (cut and text(cut[1])), "submitBefore", arrival.get("submitBefore"), cut)
    certain = "not_applicable"
    if waits or "around_the_clock" not in rail:
        last = latest.astimezone(zone).date()
        span = [today + timedelta(n) for n in range((last - today).days + 1)]
        count = sum(days.open(day) for day in span[1:])
        check(arrival["businessDays"] == count, "business days", arrival["businessDays"], "are", count)
        if not rail.get("session", {}).get("every_day"):
            unknown = {str(year) for year in range(today.year, last.year + 1) if not days.knows(year)}
            ours = {issue["params"]["year"] for issue in option["issues"] if issue["code"] == "calendar_unknown"}
            check(ours == unknown, "years without calendar", ours, unknown)
            certain = "provisional" if any(map(days.provisional, span)) else "known"
            certain = "not_verifiable" if unknown else certain
    check(arrival["holidays"] == certain, "holidays", arrival["holidays"], "are", certain)
    for reason in arrival["reasons"]:
        if "holiday" in reason["params"]:
            check(not days.open(date.fromisoformat(reason["params"]["date"])), "no holiday", reason)
            check(reason["params"]["holiday"] in arrival["explanation"], "the words lack", reason)
    return latest, earliest
