"""Numbers of patients and insured people, where they are not the identity number."""

from __future__ import annotations

from dataclasses import replace

from privacy.screening.finding import Kind
from privacy.screening.number import Number

_MBI = (
    r"[1-9][AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-?"
    r"[AC-HJKMNP-RT-Y][0-9AC-HJKMNP-RT-Y]\d-?[AC-HJKMNP-RT-Y]{2}\d{2}"
)

_NUMBERS = (
    Number(
        "AU",
        "Medicare",
        r"[2-6]\d{9}\d?",
        "medicare_au",
        ("medicare", "medicare number", "medicare card", "medicare no"),
    ),
    Number(
        "BR",
        "CNS",
        r"[1-9]\d{14}",
        "health_br",
        ("cartao nacional de saude", "cartao sus", "cns"),
    ),
    Number(
        "CA",
        "BC PHN",
        r"9\d{9}",
        "ca.bc_phn",
        ("phn", "personal health number", "bc services card"),
    ),
    Number("CA", "OHIP", r"\d{10}(?:[A-Z]{2})?", "ontario_ca", ("ohip", "ohip number")),
    Number(
        "DE",
        "KVNR",
        r"[A-Z]\d{9}",
        "insured_de",
        ("kvnr", "versichertennummer*", "krankenversichertennummer*"),
    ),
    Number(
        "GB",
        "NHS",
        r"\d{10}",
        "gb.nhs",
        ("nhs", "nhs number", "nhs no", "chi", "chi number", "h&c number", "h&c no"),
    ),
    Number("HR", "MBO", r"\d{9}", "", ("mbo", "maticni broj osigurane osobe")),
    Number("HU", "TAJ", r"\d{9}", "insured_hu", ("taj", "taj szam*", "tajszam*")),
    Number(
        "NZ",
        "NHI",
        r"[A-HJ-NP-Z]{3}\d{2}(?:\d{2}|[A-HJ-NP-Z]{2})",
        "patient_nz",
        ("nhi", "nhi number", "national health index"),
    ),
    Number("PT", "SNS", r"\d{9}", "", ("numero de utente", "utente", "sns")),
    Number("RU", "ОМС", r"\d{16}", "", ("полис омс", "полиса омс", "polis oms")),
    Number("SI", "ZZZS", r"\d{9}", "", ("zzzs", "kartica zdravstvenega zavarovanja")),
    Number(
        "US",
        "MBI",
        _MBI.replace("-?", ""),
        "",
        ("mbi", "medicare", "medicare beneficiary"),
        _MBI,
    ),
)

HEALTH = tuple(replace(number, kind=Kind.HEALTH) for number in _NUMBERS)
