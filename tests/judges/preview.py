"""Recomputes previews, splits, settlements and batches from their requests alone, with fractions, decimal, zoneinfo and holidays.

Reads JSON lines on standard input: {"request", "answer"}, {"split", "answer"}, {"settlement", "answer"} or {"batch",
"previews", "answer"}; a batch's previews, one a row, are recomputed first. What a rail carries and when comes from data/rails.toml; everything else (rounding, fees, rates, the search for the smallest debit, business
days, local time) is written here a second time. Exits 1 on any difference that is not explained.
"""

import decimal
import json
import sys
import tomllib
from collections import Counter
from fractions import Fraction
from multiprocessing import Pool
from pathlib import Path

from arrival import explained, judge_arrival
from verdict import Difference, check

DIGITS = {"JPY": 0, "KRW": 0, "CLP": 0, "KWD": 3}
ROOT = Path(__file__).resolve().parents[2]
RAILS = tomllib.loads((ROOT / "data/rails.toml").read_text())["rail"]


# ---- money


def rounded(value: Fraction, mode: str) -> int:
    floor = value.numerator // value.denominator
    rest = value - floor
    half = Fraction(1, 2)
    up = {
        "down": False,
        "up": rest > 0,
        "half_up": rest >= half,
        "half_down": rest > half,
        "half_even": rest > half or (rest == half and floor % 2 == 1),
    }[mode]
    return floor + up


def units(currency: str) -> int:
    return 10 ** DIGITS.get(currency, 2)


def minor(text: str, currency: str) -> int:
    value = Fraction(text) * units(currency)
    check(value.denominator == 1, "not whole minor units:", text, currency)
    return value.numerator


def shown(value: int, currency: str) -> str:
    digits = DIGITS.get(currency, 2)
    return f"{value // 10**digits}.{value % 10**digits:0{digits}d}" if digits else str(value)


def find_rate(sheet, source, target):
    """The rate as a fraction, how it was found, and the same from mid rates."""

    def between(a, b):
        for pair in sheet["pairs"]:
            if (pair["from"], pair["to"]) == (a, b):
                return Fraction(pair["rate"]), False, Fraction(pair["mid"]) if "mid" in pair else None
        for pair in sheet["pairs"]:
            if (pair["from"], pair["to"]) == (b, a):
                return 1 / Fraction(pair["rate"]), True, 1 / Fraction(pair["mid"]) if "mid" in pair else None
        return None

    found = between(source, target)
    if found:
        return found[0], "inverse" if found[1] else "direct", found[2]
    for pair in sheet["pairs"]:
        if source not in (pair["from"], pair["to"]):
            continue
        common = pair["to"] if pair["from"] == source else pair["from"]
        if common in (source, target):
            continue
        first, second = between(source, common), between(common, target)
        if first and second:
            mid = first[2] * second[2] if first[2] and second[2] else None
            return first[0] * second[0], "cross", mid
    return None


class Case:
    def __init__(self, request, rail):
        self.debit, self.credit = request["debit"]["currency"], request["credit"]["currency"]
        self.mode = request.get("rounding", "half_up")
        self.found = None if self.debit == self.credit else find_rate(request["rates"], self.debit, self.credit)
        self.sheet, self.request = request["rates"], request
        self.vat = request.get("vat", {}).get("percent", "0")
        self.withholding = request.get("withholding", [])
        self.rules = []
        for rule in request.get("fees", {}).get("rules", []):
            when = rule.get("when", {})
            if rail["rail"] in when.get("rails", [rail["rail"]]):
                self.rules.append(rule)

    def side(self, rule):
        return rule.get("side", "debit")

    def active(self, side, base):
        currency = self.debit if side == "debit" else self.credit
        for rule in self.rules:
            when = rule.get("when", {})
            if self.side(rule) != side:
                continue
            if "from" in when and base < minor(when["from"], currency):
                continue
            if "to" in when and base > minor(when["to"], currency):
                continue
            yield rule

    def fee(self, rule, base):
        currency = self.debit if self.side(rule) == "debit" else self.credit
        value, percents, start = 0, Fraction(0), 0
        marginal = rule.get("bandMode") == "marginal"
        for band in rule.get("bands", [rule]):
            end = minor(band["to"], currency) if "to" in band else None
            if marginal and (start == 0 or base > start):
                part = (base if end is None else min(base, end)) - start
            elif not marginal and (start == 0 or base > start) and (end is None or base <= end):
                part = base
            else:
                part = None
            if part is not None:
                value += self.own(rule, band.get("flat", "0"), currency)
                percents += part * Fraction(band.get("percent", "0"))
            start = end
            if end is None:
                break
        value += rounded(percents / 100, self.mode)
        if "min" in rule:
            value = max(value, self.own(rule, rule["min"], currency))
        if "max" in rule:
            value = min(value, self.own(rule, rule["max"], currency))
        return value

    def own(self, rule, text, currency):
        """An amount of the rule in minor units of the side; the rule may have a currency of its own."""
        written = rule.get("currency", currency)
        if written == currency:
            return minor(text, currency)
        rate = find_rate(self.sheet, written, currency)[0]
        return rounded(Fraction(text) * rate * units(currency), self.mode)

    def fees(self, side, mode, base):
        lines = []
        for rule in self.active(side, base):
            if rule["mode"] != mode or not ("flat" in rule or "percent" in rule or "bands" in rule):
                continue
            fee = self.fee(rule, base)
            lines.append((rule["code"], fee))
            vat = Fraction(rule.get("vatPercent", self.vat))
            if vat:
                lines.append(("vat", rounded(fee * vat / 100, self.mode)))
        return lines

    def withheld(self, debit):
        """Each tax in minor units, of its own base or of what is sent."""
        return [
            (tax["code"], rounded((minor(tax["base"], self.debit) if "base" in tax else debit) * Fraction(tax["percent"]) / 100, self.mode))
            for tax in self.withholding
        ]

    def markup(self, debit):
        rules = list(self.active("debit", debit)) + [rule for rule in self.rules if self.side(rule) == "credit"]
        return sum((Fraction(rule["fxMarkupPercent"]) for rule in rules if "fxMarkupPercent" in rule), Fraction(0))

    def customer(self, debit):
        return self.found[0] * (1 - self.markup(debit) / 100)

    def forward(self, debit):
        """Everything in minor units; None if nothing is left."""
        on_top = self.fees("debit", "on_top", debit)
        deducted = self.fees("debit", "deducted", debit)
        withheld = self.withheld(debit)
        gross = debit - sum(fee for _, fee in deducted) - sum(tax for _, tax in withheld)
        if gross < 0:
            return None
        credit = gross
        if self.found:
            rate = self.customer(debit)
            if rate <= 0:
                return None
            credit = rounded(gross * rate * units(self.credit) / units(self.debit), self.mode)
        taken = self.fees("credit", "deducted", credit)
        net = credit - sum(fee for _, fee in taken)
        if net <= 0:
            return None
        fees = on_top + deducted + taken
        return {
            "debit": (debit, sum(fee for _, fee in on_top), debit + sum(fee for _, fee in on_top)),
            "credit": (credit, credit - net, net),
            "fees": fees,
            "withheld": withheld,
            "gross": gross,
        }

    def enough(self, debit, target):
        outcome = self.forward(debit)
        return outcome is not None and outcome["credit"][2] >= target


def judge_amounts(request, rail, option):
    case = Case(request, rail)
    fixed_credit = "amount" in request["credit"]
    wanted = request["credit" if fixed_credit else "debit"]
    target = minor(wanted["amount"], wanted["currency"])
    codes = {issue["code"] for issue in option["issues"]}
    if "debit" not in option:
        check(codes & {"nothing_left", "amount_too_large"}, "no numbers and no reason", codes)
        if "nothing_left" in codes and not fixed_credit:
            check(case.forward(target) is None, "something is left")
        elif "nothing_left" in codes:
            for debit in (10**6, 10**9, 10**12, 10**15, 10**17):
                check(not case.enough(debit, target), "a debit of", debit, "is enough")
        else:
            outcome = None if fixed_credit else case.forward(target)
            large = fixed_credit or max(outcome["debit"][2], outcome["credit"][0]) >= 10**18
            check(large or not case.enough(10**17, target), "not too large")
        return None
    debit = minor(option["debit"]["amount"], case.debit)
    if not fixed_credit:
        check(debit == target, "the debit changed")
    outcome = case.forward(debit)
    check(outcome is not None, "nothing would be left")
    for side, names in (("debit", ("amount", "fees", "total")), ("credit", ("amount", "deductions", "net"))):
        ours = tuple(option[side][name] for name in names)
        theirs = tuple(shown(value, option[side]["currency"]) for value in outcome[side])
        check(ours == theirs, side, ours, "is", theirs)
    fees = [(fee["code"], minor(fee["amount"], fee["currency"])) for fee in option["fees"]]
    check(fees == outcome["fees"], "fees", fees, "are", outcome["fees"])
    taxes = [(tax["code"], minor(tax["amount"], tax["currency"])) for tax in option.get("withholding", [])]
    check(taxes == outcome["withheld"], "withheld", taxes, "are", outcome["withheld"])
    if taxes:
        check(minor(option["debit"]["withheld"], case.debit) == sum(tax for _, tax in taxes), "withheld in all")
    if fixed_credit:
        check(outcome["credit"][2] >= target, "less than wanted")
        # The debits just below, where roundings coincide; some in between; where rules begin and end.
        below = set(range(debit - 120, debit)) | {debit * part // 40 for part in range(1, 40)}
        for rule in case.rules:
            edges = [band["to"] for band in rule.get("bands", []) if "to" in band]
            for bound in [*rule.get("when", {}).values(), *edges]:
                edge = minor(bound, case.debit) if case.side(rule) == "debit" and isinstance(bound, str) else 0
                below |= {edge - 1, edge, edge + 1}
        for less in below:
            if 0 < less < debit:
                check(not case.enough(less, target), "already", less, "is enough, not only", debit)
    if case.found:
        judge_rate(case, option["rate"], debit)
        judge_reference(request, case, option["rate"], debit)
        judge_markup_cost(request, case, option["rate"], outcome)
    else:
        check("rate" not in option, "a rate without a conversion")
    judge_steps(option, case.mode)
    return outcome


TOLD = ("debit", "credit", "fees", "withholding", "rate", "steps")


def judge_amounts_once(request, rail, option, judged):
    """Rails that have the same rules and tell the same are judged once a request."""
    codes = sorted({issue["code"] for issue in option["issues"]} & {"nothing_left", "amount_too_large"})
    rules = [rule["code"] for rule in Case(request, rail).rules]
    same = json.dumps([rules, codes, [option.get(name) for name in TOLD]])
    if same not in judged:
        judged[same] = judge_amounts(request, rail, option)
    return judged[same]


def judge_rate(case, rate, debit):
    exact, (_, method, mid) = case.customer(debit), case.found
    check(rate["method"] == method, "method", rate["method"], "is", method)

    def same(text, value):
        if method == "direct":
            # A rate of 28 digits less a mark-up may have more than are shown; those are cut.
            cut = value - Fraction(text)
            shown_digits = len(text.replace(".", "").lstrip("0"))
            late = cut < Fraction(1, 10**27) or (shown_digits >= 26 and cut < value / 10**25)
            check(cut == 0 or (cut > 0 and late), "rate", text, "is", value)
        else:  # 12 significant digits
            check(abs(Fraction(text) / value - 1) <= Fraction(1, 2 * 10**11), "rate", text, "is about", float(value))

    same(rate["customer"], exact)
    if mid is None:
        markup = case.markup(debit)
        check(Fraction(rate.get("markupPercent", "0")) == markup, "mark-up", rate.get("markupPercent"), markup)
    else:
        same(rate["mid"], mid)
        worse = (1 - exact / mid) * 100
        ours = Fraction(rate["markupPercent"])
        check(abs(ours - worse) <= Fraction(1, 20000), "mark-up", ours, "is", float(worse))


MODES = {"down": "ROUND_DOWN", "up": "ROUND_UP", "half_up": "ROUND_HALF_UP", "half_down": "ROUND_HALF_DOWN",
         "half_even": "ROUND_HALF_EVEN"}
EXACTLY = decimal.Context(prec=200, traps=[])


def by_decimal(exact, digits, mode, ours):
    """The same rounding by Python's decimal, when the value has an end."""
    EXACTLY.clear_flags()
    value = EXACTLY.divide(decimal.Decimal(exact.numerator), decimal.Decimal(exact.denominator))
    if not EXACTLY.flags[decimal.Inexact]:
        theirs = value.quantize(decimal.Decimal(1).scaleb(-digits), rounding=MODES[mode], context=EXACTLY)
        check(decimal.Decimal(ours) == theirs, "decimal rounds", value, "to", theirs, "not", ours)


def judge_markup_cost(request, case, rate, outcome):
    mid = case.found[2]
    if mid is None and "referenceRates" in request:
        found = find_rate(request["referenceRates"], case.debit, case.credit)
        mid = found and found[0]
    check(("markupCost" in rate) == (mid is not None), "mark-up cost", rate.get("markupCost"))
    if mid is not None:
        lost = max(Fraction(0), 1 - case.customer(outcome["debit"][0]) / mid)
        cost = rounded(outcome["gross"] * lost, case.mode)
        check(minor(rate["markupCost"], case.debit) == cost, "mark-up cost", rate["markupCost"], "is", cost)


def judge_reference(request, case, rate, debit):
    found = find_rate(request["referenceRates"], case.debit, case.credit) if "referenceRates" in request else None
    check(("reference" in rate) == (found is not None), "reference", rate.get("reference"))
    if found:
        worse = (1 - case.customer(debit) / found[0]) * 100
        check(abs(Fraction(rate["reference"]["markupPercent"]) - worse) <= Fraction(1, 20000), "over the reference", float(worse))


def judge_steps(option, mode):
    """Each line follows from its operands; the last ones are the totals."""
    carried = None  # the exact value behind a shown one
    for step in option["steps"]:
        values = [Fraction(operand["value"]) for operand in step["operands"]]
        if carried is not None and values:
            values[0] = carried
        operation = step["operation"]
        if operation == "search":
            # The lines that follow give what was wanted; one unit less would not.
            wanted, *less = values
            check(Fraction(option["credit"]["net"]) >= wanted, "less than wanted", step)
            check(all(net < wanted for net in less), "one unit less is enough", step)
            continue
        if operation == "given":
            result = values[0]
        elif operation == "add":
            result = sum(values)
        elif operation == "subtract":
            result = values[0] - sum(values[1:])
        elif operation == "multiply":
            result = values[0] * values[1]
        elif operation == "divide":
            result = values[0] / values[1]
        elif operation == "percent":
            result = values[0] * values[1] / 100
        elif operation == "min":
            result = min(values)
        elif operation == "max":
            result = max(values)
        else:
            raise Difference("unknown operation " + operation)
        if "rounding" in step:
            digits = step["rounding"]["digits"]
            check(step["rounding"]["mode"] == mode, "another rounding")
            check(0 <= result - Fraction(step["unrounded"]) < Fraction(1, 10**6), "unrounded", step, result)
            by_decimal(result, digits, mode, step["result"])
            result = Fraction(rounded(result * 10**digits, mode), 10**digits)
            check(Fraction(step["result"]) == result, "step", step, "is", result)
            carried = None
        elif operation in ("multiply", "divide"):
            check(0 <= result - Fraction(step["result"]) < Fraction(1, 10**6), "step", step, float(result))
            carried = result
        else:
            check(Fraction(step["result"]) == result, "step", step, "is", result)
    results = {step["code"]: step["result"] for step in option["steps"]}
    check(results["net"] == option["credit"]["net"] and results["total"] == option["debit"]["total"], "totals")


# ---- one line


def judge_preview(request, answer):
    country, currency = request["credit"]["country"], request["credit"]["currency"]
    rails = {rail["rail"]: rail for rail in RAILS if country in rail["countries"]}
    check({option["rail"] for option in answer["options"]} == set(rails), "other rails")
    errors = [issue["code"] for issue in answer["issues"] if issue["severity"] == "error"]
    if errors:
        check(set(errors) == {"invalid_fee_rule"}, "errors", errors)
        reasons = {issue["params"]["reason"] for issue in answer["issues"] if issue["code"] == "invalid_fee_rule"}
        check(reasons == {"min is more than max"}, "reasons", reasons)
        rules = request["fees"]["rules"]
        check(any(Fraction(r.get("min", "0")) > Fraction(r.get("max", "1e30")) for r in rules), "min is not more")
        check(not any("debit" in option or option["eligible"] for option in answer["options"]), "numbers after all")
        return "refused"
    eligible, judged = [], {}
    for option in answer["options"]:
        rail = rails[option["rail"]]
        codes = {issue["code"] for issue in option["issues"]}
        if rail["currency"] != currency:
            check(not option["eligible"] and codes == {"currency_not_carried"}, "carries", rail["currency"])
            continue
        outcome = judge_amounts_once(request, rail, option, judged)
        arrives = judge_arrival(request, rail, option, RAILS)
        limit, least = rail.get("limit"), rail.get("min")
        amount = outcome and Fraction(outcome["credit"][0], units(currency))
        over = bool(outcome and limit not in (None, "none") and amount > Fraction(limit))
        under = bool(outcome and least and amount < Fraction(least))
        check(("over_limit" in codes) == over, "over the limit", limit, amount)
        check(("under_minimum" in codes) == under, "under the minimum", least, amount)
        check(("limit_unknown" in codes) == (limit is None), "limit unknown")
        can = bool(outcome and not over and not under and rail.get("live", True))
        check(option["eligible"] == can, option["rail"], "eligible", option["eligible"], codes)
        if can:
            eligible.append((option["rail"], arrives, Fraction(outcome["debit"][2] - sum(tax for _, tax in outcome["withheld"]), outcome["credit"][2])))
    order = [option["rail"] for option in answer["options"]]
    check(order[: len(eligible)] == [rail for rail, _, _ in eligible], "eligible ones are not first")
    fastest, cheapest = (lambda row: (row[1], row[2])), (lambda row: (row[2], row[1]))
    key = cheapest if request.get("prefer") == "cheapest" else fastest
    check(eligible == sorted(eligible, key=key), "order", order)
    if eligible:
        best = answer["best"]
        by_rail = {row[0]: row for row in eligible}
        check(fastest(by_rail[best["fastest"]]) == min(map(fastest, eligible)), "fastest", best)
        check(cheapest(by_rail[best["cheapest"]]) == min(map(cheapest, eligible)), "cheapest", best)
    else:
        check("best" not in answer, "best of none")
    return "computed"


def judge_split(request, answer):
    currency, parts = request["currency"], request["parts"]
    total = minor(request["amount"], currency)
    given = {part["id"]: minor(part["amount"], currency) for part in parts if "amount" in part}

    def give(member, pool):
        weights = {part["id"]: Fraction(part[member]) for part in parts if member in part}
        whole = sum(weights.values())
        exact = {name: pool * weight / whole for name, weight in weights.items()}
        shares = {name: value.numerator // value.denominator for name, value in exact.items()}
        queue = sorted(weights, key=lambda name: (-(exact[name] - shares[name]), -weights[name], name))
        for name in queue[: pool - sum(shares.values())]:
            shares[name] += 1
        given.update(shares)

    percent = sum((Fraction(part["percent"]) for part in parts if "percent" in part), Fraction(0))
    pool = rounded(total * percent / 100, "half_up")
    fixed = sum(given.values())
    if pool:
        give("percent", pool)
    left = total - fixed - pool
    open_ended = [part for part in parts if "ratio" in part or part.get("remainder")]
    if left < 0 or (left > 0 and not open_ended):
        check([issue["code"] for issue in answer["issues"]] == ["parts_do_not_sum"], "does not sum", answer["issues"])
        return "refused"
    if any("ratio" in part for part in parts) and left:
        give("ratio", left)
    for part in parts:
        if part.get("remainder"):
            given[part["id"]] = left
    check(not answer["issues"], "issues", answer["issues"])
    judge_allocation([step for step in answer["steps"] if step["operation"] == "allocate"], currency)
    ours = [(part["id"], part["amount"]) for part in answer["parts"]]
    theirs = [(part["id"], shown(given.get(part["id"], 0), currency)) for part in parts]
    check(ours == theirs, ours, "are", theirs)
    check(sum(minor(amount, currency) for _, amount in ours) == total, "does not sum")
    return "split"


def judge_allocation(steps, currency):
    """Each share is its exact value rounded down, and at most one unit more."""
    for step in steps:
        pool, weight, whole = (Fraction(operand["value"]) for operand in step["operands"])
        exact = pool * weight / whole
        check(0 <= exact - Fraction(step["unrounded"]) < Fraction(1, 10**6), "unrounded", step, exact)
        whole_units = exact * units(currency) // 1
        check(minor(step["result"], currency) - whole_units in (0, 1), "share", step)


def by_largest_remainder(pool, weights):
    """Parts of a pool by weights; ties to the larger weight, then to the smaller name."""
    whole = sum(weights.values())
    exact = {name: Fraction(pool * weight, whole) for name, weight in weights.items()}
    shares = {name: value.numerator // value.denominator for name, value in exact.items()}
    queue = sorted(weights, key=lambda name: (shares[name] - exact[name], -weights[name], name))
    for name in queue[: pool - sum(shares.values())]:
        shares[name] += 1
    return shares


def judge_settlement(order, answer):
    currency, mode = order["currency"], order.get("rounding", "half_up")
    sales, refunds = {}, Counter()
    for sale in order["sales"]:
        sales[sale["seller"]] = sales.get(sale["seller"], 0) + minor(sale["amount"], currency)
    for refund in order.get("refunds", []):
        amount = minor(refund["amount"], currency)
        named = refund.get("seller")
        left = sales.get(named, 0) if named else sum(sales.values())
        if amount > left:
            check([issue["code"] for issue in answer["issues"]] == ["invalid_value"], "more refunded than bought")
            return "refused"
        refunds.update({named: amount} if named else by_largest_remainder(amount, sales))
    check(not answer["issues"], "issues", answer["issues"])
    card = order.get("cardFee", {})
    fee = minor(card.get("amount", "0"), currency)
    fees = by_largest_remainder(fee, sales) if card.get("bearer", "sellers") == "sellers" else Counter()

    def percentage(rule, percent, seller):
        base = sales[seller] - (refunds[seller] if rule.get("base", "net") == "net" else 0)
        return rounded(base * Fraction(percent) / 100, mode)

    commission, tax = Counter(), Counter()
    for seller in sales:
        if "commission" in order:
            rule = order["commission"]
            own = {rate["seller"]: rate["percent"] for rate in rule.get("sellers", [])}
            commission[seller] = percentage(rule, own.get(seller, rule["percent"]), seller)
        if "withholding" in order:
            tax[seller] = percentage(order["withholding"], order["withholding"]["percent"], seller)
    check([payout["seller"] for payout in answer["payouts"]] == list(sales), "sellers")
    for payout in answer["payouts"]:
        seller = payout["seller"]
        left = sales[seller] - refunds[seller] - fees[seller] - commission[seller] - tax[seller]
        ours = minor(payout["amount"], currency) - minor(payout.get("owed", "0"), currency)
        check(ours == left, seller, "gets", ours, "not", left)
        check(not (minor(payout["amount"], currency) and "owed" in payout), "paid and owing")
    for member, sums in (("commission", commission), ("withheld", tax)):
        check(minor(answer.get(member, "0"), currency) == sum(sums.values()), member)
    return "settled"


def right_iban(text):
    """ISO 7064, over the text as it is typed."""
    iban = "".join(text.split()).upper()
    return int("".join(str(int(sign, 36)) for sign in iban[4:] + iban[:4])) % 97 == 1


def right_amount(text, currency):
    """Digits, at most as many decimals as the currency has, more than nothing."""
    whole, _, decimals = text.partition(".")
    plain = whole.isdecimal() and (decimals.isdecimal() or "." not in text)
    return plain and len(decimals.rstrip("0")) <= DIGITS.get(currency, 2) and Fraction(text) > 0


def payment_of(row):
    """What makes two rows the same payment."""
    account = row["credit"].get("account")
    if not account or not right_iban(account["iban"]):
        return None
    sides = [(row[side]["currency"], row[side].get("amount")) for side in ("debit", "credit")]
    return "".join(account["iban"].split()).upper(), *((currency, text and Fraction(text)) for currency, text in sides)


def judge_row(request, row, preview, told):
    """What the row comes to: the chosen option, or None."""
    payout = {**request, "debit": row["debit"], "credit": row["credit"]}
    side = "debit" if "amount" in row["debit"] else "credit"
    source, target = row["debit"]["currency"], row["credit"]["currency"]
    if not right_amount(row[side]["amount"], row[side]["currency"]) or (source != target and not find_rate(request["rates"], source, target)):
        check(any(issue["severity"] == "error" for issue in preview["issues"]), "no error", row)
        check(not any(option["eligible"] for option in preview["options"]), "eligible", row)
        chosen = None
    elif "account" in row["credit"] and not right_iban(row["credit"]["account"]["iban"]):
        check(not any(option["eligible"] for option in preview["options"]), "a wrong account", row)
        chosen = None
    else:
        judge_preview(payout, preview)
        fitting = [option for option in preview["options"] if row.get("rail", option["rail"]) == option["rail"]]
        chosen = next((option for option in fitting if option["eligible"]), None)
    for name in ("rail", "debit", "credit"):
        check(told.get(name) == (chosen and chosen[name]), name, told.get(name), "of", row)
    check(told.get("latest") == (chosen and chosen["arrival"]["latest"]), "latest", told.get("latest"))
    check(told.get("id") == row.get("id"), "id", told.get("id"))
    return chosen


def judge_batch(request, previews, answer):
    check(len(answer["rows"]) == len(request["rows"]) == len(previews), "rows")
    check(not answer["issues"], "issues", answer["issues"])
    ids, payments, failed = {}, {}, []
    totals, debits, credits = {}, {}, {}
    for place, (row, preview, told) in enumerate(zip(request["rows"], previews, answer["rows"])):
        check(told["row"] == place, "another row")
        chosen = judge_row(request, row, preview, told)
        found = {issue["code"]: issue for issue in told["issues"]}
        small = False
        for minimum in request.get("minimums", []) if chosen else []:
            least = minor(minimum["amount"], minimum["currency"])
            for side, name in (("debit", "amount"), ("credit", "net")):
                one = chosen[side]
                if minimum.get("side", side) == side and one["currency"] == minimum["currency"]:
                    small |= minor(one[name], one["currency"]) < least
        check(("under_payout_minimum" in found) == small, "minimum", request.get("minimums"), told)
        for code, key, seen in (("duplicate_id", row.get("id"), ids), ("duplicate_payout", payment_of(row), payments)):
            first = seen.setdefault(key, place) if key is not None else place
            check((code in found) == (first != place), code, row, found.get(code))
            if first != place:
                check(found[code]["params"]["row"] == str(first), "the first is", first, found[code])
        ready = bool(chosen) and not small and "duplicate_id" not in found
        check(told["ready"] == ready, "ready", told["ready"], row)
        if not ready:
            check(any(issue["severity"] == "error" for issue in told["issues"]), "fails without a reason", told)
            failed.append(place)
            continue
        debit, credit = chosen["debit"], chosen["credit"]
        sums = totals.setdefault((chosen["rail"], debit["currency"], credit["currency"]), Counter())
        sums.update({("debit", name): minor(debit[name], debit["currency"]) for name in debit if name != "currency"})
        sums.update({("credit", name): minor(credit[name], credit["currency"]) for name in credit if name != "currency"})
        sums["rows"] += 1
        for by_currency, side, name in ((debits, debit, "total"), (credits, credit, "net")):
            by_currency.setdefault(side["currency"], Counter()).update({"rows": 1, "amount": minor(side[name], side["currency"])})
    check(answer["failed"] == failed, "failed", answer["failed"], failed)
    theirs = []
    for (rail, *currencies), sums in sorted(totals.items()):
        total = {"rail": rail, "rows": sums["rows"]}
        for side, currency in zip(("debit", "credit"), currencies):
            members = {name: shown(value, currency) for (of, name), value in (item for item in sums.items() if item[0] != "rows") if of == side}
            total[side] = {"currency": currency, **members}
        theirs.append(total)
    check(answer["totals"] == theirs, "totals", answer["totals"], theirs)
    for name, by_currency in (("debits", debits), ("credits", credits)):
        sums = [{"currency": currency, "rows": sums["rows"], "amount": shown(sums["amount"], currency)} for currency, sums in sorted(by_currency.items())]
        check(answer[name] == sums, name, answer[name], sums)
    return "batched"


def judge(line):
    """What it was, and what differs."""
    case = json.loads(line)
    explained.clear()
    try:
        if "split" in case:
            return judge_split(case["split"], case["answer"]), None, dict(explained)
        if "settlement" in case:
            return judge_settlement(case["settlement"], case["answer"]), None, dict(explained)
        if "batch" in case:
            return judge_batch(case["batch"], case["previews"], case["answer"]), None, dict(explained)
        return judge_preview(case["request"], case["answer"]), None, dict(explained)
    except Difference as difference:
        request = {key: value for key, value in case.items() if key not in ("answer", "previews")}
        return "different", f"{difference}\n   {json.dumps(request)}", {}


def main():
    counts, reasons = Counter(), Counter()
    with Pool() as pool:
        for kind, difference, why in pool.imap(judge, sys.stdin, chunksize=32):
            counts[kind] += 1
            reasons.update(why)
            if difference and counts["different"] <= 10:
                print("DIFFERENT:", difference)
    print("  " + ", ".join(f"{count} {name}" for name, count in sorted(counts.items())) + f"; {counts['different']} different")
    for reason, count in reasons.items():
        print(f"  explained, {count} days: {reason}")
    if not (counts["computed"] and counts["split"] and counts["settled"] and counts["batched"]):
        print("  nothing was judged")
        sys.exit(1)
    sys.exit(1 if counts["different"] else 0)


if __name__ == "__main__":
    main()
