"""Dates, money, quantities and the names whose form gives them away. Offsets in code points."""

from __future__ import annotations

import re
from collections.abc import Iterator

from annotations.suggest.found import Found, settle

COUNTED = (
    r"(?:people|men|women|children|(?:school|grand)children|troops|soldiers|homes|houses|votes"
    r"|voters|seats|jobs|students|pupils|patients|workers|residents|families|victims|deaths"
    r"|cases|participants|respondents|passengers|members|migrants|refugees|prisoners|animals)"
)
"""What a number before is no year of."""
MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|(?:Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?)"
)
DAY = r"(?:[12]\d|3[01]|0?[1-9])(?:st|nd|rd|th)?(?!\d|[.,]\d|\s*(?:%|percent|per cent))"
YEAR = r"(?:1[5-9]|20)\d\d(?!\d|[.,]\d)"
WEEKDAY = r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)days?"
UNIT = r"(?:second|minute|hour|day|night|week|weekend|fortnight|month|quarter|year|decade|centur)"
UNITS = rf"{UNIT}(?:y|ies|s)?"
PART = r"(?:morning|afternoon|evening|night)"
SEASON = r"(?:spring|summer|autumn|fall|winter)"
COUNT = (
    r"(?:(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|fifteen|twenty|thirty"
    r"|forty|fifty|sixty|seventy|eighty|ninety)(?:-(?:one|two|three|four|five|six|seven|eight"
    r"|nine))?|several|a few|a couple of|few|many|some|dozens of|hundreds of|thousands of|an?)"
)
NUMBER = r"(?:(?<!\d)(?:\d{1,3}(?:[,\u00a0\u202f]\d{3}){1,6}|\d{1,15})(?:\.\d{1,9})?)"
SCALE = r"(?:hundred|thousand|million|billion|trillion|crore|lakh|mln|bln|bn|tn|m|k)\b"
AMOUNT = (
    rf"(?:{NUMBER}(?:(?:\s|-)?{SCALE})?|{COUNT}\s(?:hundred|thousand|million|billion|trillion))"
)
SIGN = r"(?:(?:US|A|AU|C|CA|NZ|HK|S|NT|R|Bds)?\$|€|£|¥|₹|₽|₺|₪|₩|₴|₦|₫|฿|₱|zł|Rs\.?\s|Rp\.?\s)"
CODE = (
    r"(?:USD|EUR|GBP|JPY|CHF|CNY|RMB|INR|RUB|BRL|ZAR|AUD|CAD|NZD|SEK|NOK|DKK|PLN|CZK|HUF|TRY|UAH"
    r"|ILS|SAR|AED|QAR|KWD|IRR|IQD|EGP|NGN|KES|GHS|PKR|BDT|LKR|IDR|MYR|SGD|THB|VND|PHP|KRW|TWD"
    r"|HKD|MXN|ARS|CLP|COP|PEN)"
)
CURRENCY = (
    r"(?:(?:U\.?S\.?|American|Australian|Canadian|Hong Kong|New Zealand|Singapore|Zimbabwean?) )?"
    r"(?:dollars?|euros?|pounds(?: sterling)?|sterling|yen|yuan|renminbi|roubles?|rubles?|rupees?"
    r"|rupiah|ringgit|baht|dong|won|pesos?|reais|real|rand|naira|cedis?|shillings?|birr|francs?"
    r"|kron(?:a|or|er|e)|zloty|zlotys|forints?|koruna|lei|leva|hryvnias?|hryvnia|liras?|lire"
    r"|shekels?|dirhams?|dinars?|riyals?|rials?|tomans?|afghanis?|taka|kyat|tenge|manat|cents?"
    r"|bitcoins?)"
)
MEASURE = (
    r"(?:(?:square|cubic|nautical)[ -])?(?:kilomet(?:er|re)s?|met(?:er|re)s?|centimet(?:er|re)s?"
    r"|millimet(?:er|re)s?|miles?|yards?|feet|foot|inch(?:es)?|hectares?|acres?|kilograms?"
    r"|kilogrammes?|kilos?|grams?|tons?|tonnes?|pounds|ounces?|lit(?:er|re)s?|gallons?|barrels?"
    r"|bushels?|(?:kilo|mega|giga|tera)?watt(?:s|-hours?)?|(?:kilo|mega|giga|tera)bytes?|volts?"
    r"|degrees?(?: (?:Celsius|Fahrenheit))?|knots?)"
    r"|(?:km/h|kph|mph|sq ?km|km²|m²|km|kg|mm|cm|lbs?|mb|gb|tb|kwh|mwh|gwh|kw|mw|gw|bpd)\b"
)
PERCENT = r"(?:%|percent(?:age points?)?|per cent|percentage points?|basis points?|pct)"
ABOUT = r"(?:(?:about|around|nearly|almost|over|under|more than|less than|at least|up to) )?"

DATES = (
    rf"(?:{WEEKDAY},? )?(?:{MONTH} {DAY}(?:(?:,? ){YEAR})?|{DAY}(?: of)? {MONTH}(?:,? {YEAR})?)\b",
    rf"\b(?:(?:early|mid|late)[- ])?{MONTH},? (?:of )?{YEAR}\b",
    r"\b(?:19|20)\d\d[-/.](?:0?[1-9]|1[0-2])[-/.](?:0?[1-9]|[12]\d|3[01])\b",
    r"\b(?:0?[1-9]|[12]\d|3[01])[/.](?:0?[1-9]|[12]\d|3[01])[/.](?:(?:19|20)\d\d|\d\d)\b",
    r"\b(?:(?:[Ee]arly|[Mm]id|[Ll]ate)[- ])?(?:(?:[Ll]ast|[Tt]his|[Nn]ext|[Oo]n|[Ee]very) )?"
    rf"{WEEKDAY}"
    rf"(?: {PART})?\b",
    rf"\b(?:(?:early|mid|late)[- ])?(?:the )?(?:{SEASON} of )?(?:(?:1[5-9]|20)\d0s|[1-9]0s)\b",
    rf"\b(?:{SEASON}|{MONTH}) (?:of )?{YEAR}\b",
    r"\b[Oo]n [A-Z][a-z]+(?: [A-Z][a-z]+)? Day\b",
    r"(?i)\b(?:yesterday|today|tomorrow|tonight|overnight|nowadays)\b"
    rf"(?: {PART})?",
    rf"(?i)\b(?:the )?(?:last|this|next|past|previous|following|coming|same) "
    rf"(?:{COUNT} |\d+ )?(?:{UNITS}|{SEASON}|{MONTH})\b",
    rf"(?i)\b(?:just |only |about |some |nearly |almost |over |more than )?(?:{COUNT}|\d+) {UNITS} "
    r"(?:ago|earlier|later|before|after|from now)\b",
    rf"(?i)\b(?:just |only )?{UNIT}(?:s|ies) (?:ago|earlier|later)\b",
    rf"(?i)\b(?:earlier|later) (?:this|that|in the) (?:{UNITS}|{SEASON})\b",
    r"\b(?:the )?(?:\d\d?(?:st|nd|rd|th)|(?:eigh|nine|seven|six|four|twelf|thir|fif)teenth"
    r"|twentieth|twenty-first)[ -]centur(?:y|ies)\b",
    rf"(?<![\w.,/$€£-])(?:(?:early|mid|late)[- ])?{YEAR}(?:[-–](?:(?:19|20)?\d\d))?"
    rf"(?![\w%/]|[-–]\w| {COUNTED}\b)",
    rf"\b(?:(?:early|mid|late)[- ]|(?:last|this|next|in|since|by|until|during) )"
    rf"{MONTH}(?!\w)",
)
MONEY = (
    rf"{SIGN}\s?{AMOUNT}(?:[-–]{SIGN}?{AMOUNT})?(?: {CURRENCY})?",
    rf"\b(?:{AMOUNT}|{COUNT})\s(?:{CURRENCY})\b",
    rf"\b{CODE}\s?{AMOUNT}",
    rf"\b{AMOUNT}\s?{CODE}\b",
    rf"{NUMBER}\s?(?:bn|mn|m|k)?\s?[€£¥₹₽₺₪₩₴]",
)
QUANTITIES = (
    rf"(?<![\w.,]){ABOUT}(?:{AMOUNT}|{COUNT})(?:\s?(?:to|[-–])\s?{AMOUNT})?\s?{PERCENT}(?!\w)",
    rf"(?<![\w.,$€£]){ABOUT}{AMOUNT}(?:\s?(?:to|[-–])\s?{AMOUNT})?[\s-]?(?:{MEASURE})(?!\w)",
    r"(?<![\w.,])\d+(?:\.\d+)?\s?°\s?[CF]?\b",
)
NAME = r"(?:[A-Z][\w’'-]{0,30})"
LAWS = (
    rf"\b(?:{YEAR} )?{NAME}(?: (?:{NAME}|of|and|for|on)){{0,7}} "
    r"(?:Act|Treaty|Convention|Protocol|Accords?"
    r"|Amendment|Declaration|Constitution|Charter|Covenant|Statute|Agreement)\b"
    rf"(?: (?:of|on) (?:{YEAR}|(?:the )?{NAME}(?: {NAME})*))?",
    r"\b(?:Article|Section|Chapter|Title) (?:\d+[A-Za-z]?|[IVX]+)(?:\(\w+\))*"
    rf"(?: of (?:the |its )?{NAME}(?: {NAME})*)?",
    r"\b(?:UN |U\.N\. |Security Council |General Assembly )*Resolution \d+\b",
    r"\b(?:Treaty|Convention|Declaration|Charter|Statute|Peace|Edict) of "
    rf"{NAME}(?: {NAME})*",
)
EVENTS = (
    r"\b(?:World War (?:I{1,3}|One|Two|Three)|(?:First|Second|Third) World War|Cold War)\b",
    rf"\b(?:(?:{YEAR}|{NAME}) ){{1,4}}(?:War|Revolution|Uprising|Massacre|Genocide|Olympics|Games"
    r"|World Cup|Championships?|Summit|Conference|Festival|Intifada|Referendum|Earthquake)\b",
    r"\b(?:Hajj|Haj|Umrah)\b",
    r"\b(?:Hurricane|Typhoon|Cyclone|Storm|Operation) [A-Z][a-z]+(?: [A-Z][a-z]+)?\b",
    rf"\b(?:Battle|Siege|Fall) of {NAME}(?: {NAME})*",
)


def _compiled(patterns: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in patterns)


KINDS = (
    ("MONEY", "pattern money", 0.95, _compiled(MONEY)),
    ("DATE", "pattern date", 0.93, _compiled(DATES)),
    ("QUANTITY", "pattern quantity", 0.93, _compiled(QUANTITIES)),
    ("LAW", "pattern law", 0.75, _compiled(LAWS)),
    ("EVENT", "pattern event", 0.7, _compiled(EVENTS)),
)
NOT_OF_A_DATE = re.compile(r"(?:on|in|since|by|until|of|during|from|every|the) ", re.IGNORECASE)
NOT_OF_A_NAME = re.compile(r"(?:The|A|An|This|That|In|On|At|For|Under|Of|And|By|As) ")


def find(text: str) -> list[Found]:
    """What the patterns see, without overlaps: the longer match stays."""
    return settle(sorted(_matches(text), key=lambda found: found.start - found.end))


def _matches(text: str) -> Iterator[Found]:
    for label, evidence, score, patterns in KINDS:
        for pattern in patterns:
            for match in pattern.finditer(text):
                start = _trimmed(text, match, label)
                if "\n" not in match[0] and start < match.end():
                    end = start + len(text[start : match.end()].rstrip(" ,"))
                    yield Found(start, end, label, score, evidence)


def _trimmed(text: str, match: re.Match[str], label: str) -> int:
    """Where the match begins without a preposition or an article that is no part of it."""
    start = match.start() + len(match[0]) - len(match[0].lstrip())
    opening = {"DATE": NOT_OF_A_DATE, "LAW": NOT_OF_A_NAME, "EVENT": NOT_OF_A_NAME}.get(label)
    leading = opening.match(text, start, match.end()) if opening else None
    return leading.end() if leading else start
