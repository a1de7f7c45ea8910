"""Numbers that registers print as examples, and awkward texts written by hand."""

from __future__ import annotations

import pytest

from privacy import screening
from privacy.screening import Kind

CARDS = """
    4111111111111111
    4111 1111 1111 1111
    4111-1111-1111-1111
    Flat 4 4111 1111 1111 1111
    card 378282246310005 thanks
    ４１１１ １１１１ １１１１ １１１１
    ٤١١١ ١١١١ ١١١١ ١١١١
    my visa 4222222222222
    1️⃣ my card: 5500-0000-0000-0004.
    3782 822463 10005
    3056 930902 5904
    (6011 0009 9013 9424)
    3530111333300000 exp 01/30 cvc 123
    cards 4111 1111 1111 1111 5500 0000 0000 0004
    card 4111-1111 1111.1111
    4111,1111,1111,1111
    visa4111111111111111thanks
    tel 07700 900123 karta 4111111111111111
"""
ACCOUNTS = """
    GB29 NWBK 6016 1331 9268 19 thanks
    DE89370400440532013000
    my iban is no93 8601 1117 947, thanks
    FR14 2004 1010 0505 0001 3M02 606
    IBANGB29NWBK60161331926819
    MT84MALT011000012345MTLCAST001S
    CI93 CI00 8011 1301 1342 9120 0589
    sort code 20-00-00 account 55779911
    Account number 12345678, sort code: 20 00 00
    RIB 20041 01005 0500013M026 06
    BSB 062-000 acc 12345678
    bank details: A Ashdown, 20-00-00, 55779911
    routing number 021000021 account 123456789
    Konto: 1234567890 bei der Sparkasse
"""
IDENTITIES = """
    PESEL nr 440 514 01359
    moj pesel to 44051401359
    CPF 111.444.777-35
    my cpf no 111 444 777 35
    carte nationale d'identité n° 880692310285
    mi documento es 12345678Z
    numer dowodu osobistego ABA300000
    my id is 10000000146
    TC 10000000146
    aadhar card no 2341 2341 2346
    cédula V-12345678
    ת.ז 123456782
    driving licence MORGA657054SM9IJ
    here's my ssn 536 90 4399 for the refund
    536-90-4399
    131052-308T
    811228-9874 är mitt personnummer
    BSN 111222333
    ab 12 34 56 c
    RSS MRA 85T10 A562S
    D.N.I. 12.345.678-Z
    x1234567l
    S1234567D
    A123456(3)
    身分證字號A123456789
    身份证号码是11010519491231002X
    T.C. Kimlik No 10000000146
    8001015009087
    my id number (South African) is 800101 5009 087
    주민등록번호는 971013-9019902
    15 070649 C 103
    aadhaar 2341 2341 2346
    2 95 10 99 126 111 93
    756.9217.0769.85
    Personalausweis L01X00T471
    numéro de carte d'identité : 880692310285
    TFN 123 456 782
    Hetu on 131052-308T
    rodné číslo 710319/2745
    CURP BOXW310820HNERXN09
    ЕГН 752316 926 3
    OIB: 33392005961
    СНИЛС 112-233-445 95
    EMŠO 0101006500006
    Kennitala 450401-3150
    codice fiscale RCCMNL83S18D969H
    Asmens kodas 33309240064
    isikukood 36805280109
    CNP 1630615123457
    AMKA 01013099997
    personas kods 327012-34567
    personas kods 161175-19997
    الرقم القومي 30002290112345
"""
HEALTH = """
    NHS number 943 476 5919
    H&C number 943 476 5919
    943 476 5919 is my NHS number
    nhs no:9434765919
    Versichertennummer A123456780
    health card number 1234-567-897
    Medicare 2123 45670 1
    1EG4-TE5-MK73
    NHI ZZZ0016
    NHI number ZBN77VL
    BC PHN 9698 658 215
    TAJ 123 456 788
"""
PASSPORTS = """
    passport number 533401234
    Passport: name ALICE ASHDOWN, born 1 Jan 1980, no. 533401234
    my passport (runs out 2031) is AB1234567
    Passport #: X1234567 exp 2031
    Reisepassnummer C01X00T47
    паспорт 45 08 123456
    passport no.: 12AB34567
    護照 300000000
    533401234 (passport)
    número do meu passaporte - FA123456
    L898902C36UTO7408122F1204159ZE184226B<<<<<10
"""
PASSING = """
    7 Hawthorn Bank
    4111 1111 1111 1112
    411111111111
    0000 0000 0000 0000
    Unit 12, 345 Long Road, EH6 6QZ
    41111111111111111111
    ²²
    order FW-7K2M9Q
    about my passport cover: FW-234567
    R-234567 is about my identity card holder
    FW 234567 was paid from my bank account
    I bought a passport cover, order 7K2M9Q, call 07700 900123
    passport runs out 12 11 2026
    my passport is 10 years old
    a passport holder, 12 years 45 days old
    passport? I am 45 years old
    I lost my passport, my number is 0131 496 0000
    the passport came; text me at 07700 900123
    my passport, and in 12345 Springfield I have none
    about the passport: 555 123 4567
    id card pouches 100 200 300
    I paid from my bank account on 3 November, 24.50 and 1,234.56
    +49 1512 3456789 or +44 131 496 0000
    1Z999AA10123456784
    1Z 999 AA1 01 2345 6784
    RR123456785GB
    RR 123 456 785 GB
    JJD0099999999000000
    9400 1118 9922 3397 5618 42
    7777 8888 9999
    978-3-16-148410-0
    4006381333931
    DE123456789
    362 521 879 00034
    GB33 BUKB 2020 1555 5555 55 is the account that I paid to
    NHS number 943 476 5918
    PESEL 44051401358
    الرقم القومي 30113290112345
    943 476 5919
    44051401359
    routing number 021000022
    sort code 20-00-00
    the account number is on your invoice 12345678
    550e8400-e29b-41d4-a716-446655440000
    3.14159265358979323846264338327950288
    192.168.100.200 and 255.255.255.0
    55.953251, -3.188267
    2 x 12 and 3 x 144 sheets, 0.5 mm, 1200 dpi
"""


def lines(text):
    """Return the examples of a text, one on each line."""
    return [line.strip() for line in text.strip().splitlines()]


@pytest.mark.parametrize(
    ("kind", "texts"),
    [
        (Kind.CARD, CARDS),
        (Kind.BANK_ACCOUNT, ACCOUNTS),
        (Kind.IDENTITY, IDENTITIES),
        (Kind.HEALTH, HEALTH),
        (Kind.PASSPORT, PASSPORTS),
    ],
)
def test_what_registers_print_as_an_example_is_found(kind, texts):
    missed = [
        text
        for text in lines(texts)
        if kind not in {finding.kind for finding in screening.found(text)}
    ]
    assert missed == []


def test_what_only_looks_a_little_like_one_may_pass():
    refused = [text for text in lines(PASSING) if screening.found(text)]
    assert refused == []


def test_a_card_on_two_lines_is_found():
    assert screening.found("4111 1111 11\n11 1111")
    assert screening.found("4111 1111\n1111 1111")


def test_two_cards_in_a_row_are_two_findings():
    found = screening.found("4111 1111 1111 1111 5500 0000 0000 0004")
    assert [finding.span for finding in found] == [(0, 19), (20, 39)]


def test_a_number_is_found_once():
    text = "my Spanish NIF and DNI: 12345678Z"
    assert [text[slice(*each.span)] for each in screening.found(text)] == ["12345678Z"]


def test_what_a_shop_calls_its_own_passes(settings):
    settings.SHOP_ORDER_PREFIX = "QX"
    assert not screening.found("my passport cover QX-234567")
    assert screening.found("my passport ZX-234567")
