"""Bank holidays 2025 to 2031 by PyPI `holidays`, with what banks of the country do otherwise.

Imported by preview.py. Run alone it prints the `[[calendar]]` tables that data/calendars.toml
holds for these countries, so that a new edition of the package is one command and one diff:

    python tests/judges/settlement_days.py 2026-11-21

The package ends Sri Lanka in 2026 and Indonesia's joint holidays in 2027. What follows is reckoned here and
provisional: Sri Lanka's full moon (poya) days from the moon itself, its other days by their rules.
"""

import re
import sys
from datetime import date, datetime, timedelta, timezone
from functools import cache
from math import radians, sin
from zoneinfo import ZoneInfo

import holidays
from dateutil.easter import easter
from holidays.calendars import _HinduLunisolar, _IslamicLunar

FIRST, LAST = 2025, 2031
YEARS = range(FIRST, LAST + 1)
PUBLIC = ("public",)
# Calendar: country in words, categories, subdivision, last year whose days are decreed or fixed by
# rule (days after it are provisional), weekend, last year.
COUNTRIES = {
    "ae": ("the United Arab Emirates", PUBLIC, None, 2026, "saturday sunday"),
    "ar": ("Argentina", ("public", "bank"), None, 2026, "saturday sunday"),
    "bd": ("Bangladesh", PUBLIC, None, 2026, "friday saturday"),
    "bh": ("Bahrain", PUBLIC, None, 2026, "friday saturday"),
    "br": ("Brazil", PUBLIC, None, LAST, "saturday sunday"),
    "ca": ("Canada", ("public", "government"), None, LAST, "saturday sunday"),
    "ch": ("Switzerland", PUBLIC, "ZH", LAST, "saturday sunday"),
    "cl": ("Chile", ("public", "bank"), None, LAST, "saturday sunday"),
    "cn": ("China", PUBLIC, None, 2026, "saturday sunday"),
    "co": ("Colombia", PUBLIC, None, LAST, "saturday sunday"),
    "cz": ("Czechia", PUBLIC, None, LAST, "saturday sunday"),
    "dk": ("Denmark", PUBLIC, None, LAST, "saturday sunday"),
    "eg": ("Egypt", PUBLIC, None, 2026, "friday saturday"),
    "gh": ("Ghana", PUBLIC, None, 2026, "saturday sunday"),
    "hk": ("Hong Kong", PUBLIC, None, 2027, "saturday sunday"),
    "hu": ("Hungary", PUBLIC, None, 2026, "saturday sunday"),
    "id": ("Indonesia", ("public", "government"), None, 2027, "saturday sunday"),
    "il": ("Israel", PUBLIC, None, LAST, "friday saturday"),
    "in": ("India", PUBLIC, None, 2026, "saturday sunday"),
    "jo": ("Jordan", PUBLIC, None, 2026, "friday saturday"),
    "jp": ("Japan", ("public", "bank"), None, 2027, "saturday sunday"),
    "ke": ("Kenya", PUBLIC, None, 2026, "saturday sunday"),
    "kr": ("Korea", ("public", "bank"), None, 2026, "saturday sunday"),
    "kw": ("Kuwait", PUBLIC, None, 2026, "friday saturday"),
    "lk": ("Sri Lanka", ("public", "bank"), None, 2026, "saturday sunday"),
    "mx": ("Mexico", PUBLIC, None, LAST, "saturday sunday"),
    "my": ("Malaysia", PUBLIC, "KUL", 2026, "saturday sunday"),
    "ng": ("Nigeria", PUBLIC, None, 2026, "saturday sunday"),
    "no": ("Norway", PUBLIC, None, LAST, "saturday sunday"),
    "nz": ("New Zealand", PUBLIC, None, LAST, "saturday sunday"),
    "pe": ("Peru", PUBLIC, None, LAST, "saturday sunday"),
    "ph": ("the Philippines", PUBLIC, None, 2026, "saturday sunday"),
    "pk": ("Pakistan", PUBLIC, None, 2026, "saturday sunday"),
    "pl": ("Poland", PUBLIC, None, LAST, "saturday sunday"),
    "qa": ("Qatar", ("public", "bank"), None, 2026, "friday saturday"),
    "ro": ("Romania", PUBLIC, None, LAST, "saturday sunday"),
    "sa": ("Saudi Arabia", PUBLIC, None, 2026, "friday saturday"),
    "se": ("Sweden", ("public", "de_facto"), None, LAST, "saturday sunday"),
    "sg": ("Singapore", PUBLIC, None, 2026, "saturday sunday"),
    "th": ("Thailand", ("public", "bank"), None, 2026, "saturday sunday"),
    "tr": ("Türkiye", PUBLIC, None, 2026, "saturday sunday"),
    "tw": ("Taiwan", ("public", "government"), None, 2026, "saturday sunday"),
    "vn": ("Vietnam", PUBLIC, None, 2026, "saturday sunday"),
    "za": ("South Africa", PUBLIC, None, LAST, "saturday sunday"),
}
# Days on which banks differ from the public: days after Easter, `MM-DD` of every year. Most by our
# knowledge of bank calendars, not looked up: it is why their confidence is no more than partly.
ALSO_CLOSED = {
    "br": (-48, -47, 60),  # Carnival Monday and Tuesday, Corpus Christi
    "dk": (40, "06-05", "12-24", "12-31"),  # the day after Ascension, Constitution Day
    "mx": (-3, -2, "11-02", "12-12"),
}
# Days that the package has not, or not in every year, each looked up: the day, its name.
LOOKED_UP = {
    "ch": {"01-02": "Berchtold's Day"},
    "hk": {-2: "Good Friday", 1: "Easter Monday"},
    "no": {"12-24": "Christmas Eve"},
}
SOURCES = {
    "ch": "2 January is no value date for francs (SWX, trading calendar of 25 June 2001)",
    "hk": "Good Friday and Easter Monday of every year by the General Holidays Ordinance (cap. 149)",
    "no": "24 December by Norges Bank, settlement days",
}
ALSO_OPEN = {"ca": (1,)}  # Easter Monday: federal offices only
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def weekend(name):
    return {WEEKDAYS.index(word) for word in COUNTRIES[name][4].split()}


def several(words, year):
    for word in words:
        yield easter(year) + timedelta(word) if isinstance(word, int) else date.fromisoformat(f"{year}-{word}")


def full_moons(year):
    """Full moons of a year, by Meeus, Astronomical Algorithms, chapter 49 (main terms: minutes exact)."""
    first = round((year - 2000) * 12.3685) - 1
    for count in range(first, first + 16):
        k = count + 0.5
        t = k / 1236.85
        sun, moon, node = (
            radians(2.5534 + 29.1053567 * k),
            radians(201.5643 + 385.81693528 * k + 0.0107582 * t * t),
            radians(160.7108 + 390.67050284 * k),
        )
        day = 2451550.09766 + 29.530588861 * k + 0.00015437 * t * t
        day += -0.40614 * sin(moon) + 0.17302 * sin(sun) + 0.01614 * sin(2 * moon) + 0.01043 * sin(2 * node)
        day += 0.00734 * sin(moon - sun) - 0.00515 * sin(moon + sun) - 0.00111 * sin(moon - 2 * node)
        yield datetime(2000, 1, 1, 12, tzinfo=timezone.utc) + timedelta(days=day - 2451545)


def sri_lanka(year):
    """Days of a year that the package does not have yet."""
    named = {
        date(year, 1, 15): "Tamil Thai Pongal Day",
        date(year, 2, 4): "Independence Day",
        date(year, 4, 13): "Day Before Sinhala and Tamil New Year",
        date(year, 4, 14): "Sinhala and Tamil New Year",
        easter(year) - timedelta(2): "Good Friday",
        date(year, 5, 1): "International Workers' Day",
        date(year, 12, 25): "Christmas Day",
    }
    # The day on which the moon was full fifteen hours earlier: 80 of the 87 poya days of 2020 to 2026.
    for moon in full_moons(year):
        day = (moon.astimezone(ZoneInfo("Asia/Colombo")) - timedelta(hours=15)).date()
        if day.year == year:
            named.setdefault(day, "Full Moon Poya Day")
    poyas = sorted(day for day, name in named.items() if "Poya" in name and day.month == 5)
    if poyas:
        named.setdefault(poyas[0] + timedelta(1), "Day Following Vesak Full Moon Poya Day")
    hindu, islamic = _HinduLunisolar(), _IslamicLunar()
    named[hindu.maha_shivaratri_date(year)[0]] = "Maha Sivarathri Day"
    named[hindu.diwali_date(year)[0]] = "Diwali"
    for feasts, name in (
        (islamic.eid_al_fitr_dates(year), "Eid al-Fitr"),
        (islamic.eid_al_adha_dates(year), "Eid al-Adha"),
        (islamic.mawlid_dates(year), "Prophet's Birthday"),
    ):
        named.update((day, name) for day, _ in feasts)
    return {day: name for day, name in named.items() if day.year == year}


def plain(label):
    """One name without remarks: of several that fall on a day the first that says something."""
    names = [re.sub(r" *\([^)]*\)", "", name) for name in label.split("; ")]
    return next((name for name in names if name != "Bank Holiday"), names[0])


@cache
def named(name):
    """Each closed weekday, with its name and whether it is provisional."""
    _, categories, subdivision, decreed, _ = COUNTRIES[name]
    country = getattr(holidays, name.upper())
    language = "en_US" if "en_US" in (country.supported_languages or ()) else None
    given = {}
    for year in YEARS:
        if name == "lk" and year > country.end_year:
            given.update((day, label + " (estimated)") for day, label in sri_lanka(year).items())
            continue
        # A category may end before the country does.
        for category in categories:
            days = holidays.country_holidays(
                name.upper(), subdiv=subdivision, years=year, categories=(category,), language=language
            )
            for day, label in days.items():
                given[day] = f"{given[day]}; {label}" if day in given else label
    found = {d: (plain(label), "estimated" in label or d.year > decreed) for d, label in given.items() if d.year in YEARS}
    for year in YEARS:
        found.update((day, ("Bank holiday", False)) for day in several(ALSO_CLOSED.get(name, ()), year))
        for day, label in LOOKED_UP.get(name, {}).items():
            found.setdefault(next(several((day,), year)), (label, False))
        for day in several(ALSO_OPEN.get(name, ()), year):
            found.pop(day, None)
    return {day: found[day] for day in sorted(found) if day.weekday() not in weekend(name)}


def days(name):
    """Each closed weekday, with whether it is provisional."""
    return {day: provisional for day, (_, provisional) in named(name).items()}


def tables(as_of):
    for name, (country, categories, subdivision, decreed, ends) in COUNTRIES.items():
        where = f" of {subdivision}" if subdivision else ""
        also = "; closed days of banks added by knowledge" if name in ALSO_CLOSED or name in ALSO_OPEN else ""
        also = f"; {SOURCES[name]}" if name in SOURCES else also
        also += {"lk": "; from 2027 reckoned, poya days from the moon", "id": "; joint holidays to 2027 only"}.get(name, "")
        then = f"; days after {decreed} provisional" if decreed < LAST else ""
        yield f"""
[[calendar]]
name = "{name}"
closed = "a bank holiday in {country}"
weekend = [{", ".join(f'"{day}"' for day in ends.split())}]
from = {FIRST}
to = {LAST}
decreed_to = {decreed}
source = "PyPI holidays {holidays.__version__}, {' and '.join(categories)} holidays{where}: not the settlement system's own list{also}{then}"
as_of = "{as_of}"
confidence = "partly-verified"
days = ["""
        by_name = {}
        for day, (label, _) in named(name).items():
            by_name.setdefault(label, []).append(f'"{day}"')
        for label, listed in by_name.items():
            yield f'  {{ name = "{label}", on = [{", ".join(listed)}] }},'
        yield "]"
        estimated = [f'"{day}"' for day, (_, provisional) in named(name).items() if provisional and day.year <= decreed]
        if estimated:
            yield f'estimated = [{", ".join(estimated)}]'


if __name__ == "__main__":
    print("\n".join(tables(sys.argv[1])))
