"""Bank holidays 2025 to 2031 by PyPI `holidays`, with what banks of the country do otherwise.

Imported by preview.py. Run alone it prints the `[[calendar]]` tables that data/calendars.toml
holds for these countries, so that a new edition of the package is one command and one diff:

    python tests/judges/settlement_days.py 2026-11-21
"""

import sys
from datetime import date, timedelta

import holidays
from dateutil.easter import easter

FIRST, LAST = 2025, 2031
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
# Days on which banks differ from the public: days after Easter, `MM-DD` of every year. By our
# knowledge of bank calendars, not looked up: it is why their confidence is no more than partly.
ALSO_CLOSED = {
    "br": (-48, -47, 60),  # Carnival Monday and Tuesday, Corpus Christi
    "dk": (40, "06-05", "12-24", "12-31"),  # the day after Ascension, Constitution Day
    "mx": (-3, -2, "11-02", "12-12"),
}
ALSO_OPEN = {"ca": (1,)}  # Easter Monday: federal offices only
WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def last_year(name):
    end = getattr(getattr(holidays, name.upper()), "end_year", None) or LAST
    return min(end, LAST)


def weekend(name):
    return {WEEKDAYS.index(word) for word in COUNTRIES[name][4].split()}


def several(words, year):
    for word in words:
        yield easter(year) + timedelta(word) if isinstance(word, int) else date.fromisoformat(f"{year}-{word}")


def days(name):
    """Each closed weekday, with whether it is provisional."""
    _, categories, subdivision, decreed, _ = COUNTRIES[name]
    years = range(FIRST, last_year(name) + 1)
    country = getattr(holidays, name.upper())
    language = "en_US" if "en_US" in (country.supported_languages or ()) else None
    given = holidays.country_holidays(
        name.upper(), subdiv=subdivision, years=years, categories=categories, language=language
    )
    found = {day: "estimated" in label or day.year > decreed for day, label in given.items() if day.year in years}
    for year in years:
        found.update((day, False) for day in several(ALSO_CLOSED.get(name, ()), year))
        for day in several(ALSO_OPEN.get(name, ()), year):
            found.pop(day, None)
    return {day: kind for day, kind in sorted(found.items()) if day.weekday() not in weekend(name)}


def tables(as_of):
    for name, (country, categories, subdivision, decreed, ends) in COUNTRIES.items():
        where = f" of {subdivision}" if subdivision else ""
        also = "; closed days of banks added by knowledge" if name in ALSO_CLOSED or name in ALSO_OPEN else ""
        then = f"; days after {decreed} provisional" if decreed < last_year(name) else ""
        yield f"""
[[calendar]]
name = "{name}"
closed = "a bank holiday in {country}"
weekend = [{", ".join(f'"{day}"' for day in ends.split())}]
from = {FIRST}
to = {last_year(name)}
source = "PyPI holidays {holidays.__version__}, {' and '.join(categories)} holidays{where}: not the settlement system's own list{also}{then}"
as_of = "{as_of}"
confidence = "partly-verified\""""
        for key, wanted in (("days", False), ("provisional", True)):
            listed = [f'"{day}"' for day, kind in days(name).items() if kind == wanted]
            if listed:
                yield f"{key} = ["
                for start in range(0, len(listed), 8):
                    yield "  " + ", ".join(listed[start : start + 8]) + ","
                yield "]"


if __name__ == "__main__":
    print("\n".join(tables(sys.argv[1])))
