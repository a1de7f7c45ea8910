"""Passports of many countries, with the word for one in many languages."""

from __future__ import annotations

from tests.privacy.screening.making import fill, rng

# Country: how its numbers are written, and the sentences of its people.
PASSPORTS = {
    "AR": ("@@@######", ("Mi pasaporte es {n}", "número de pasaporte: {n}")),
    "AT": ("@ #######", ("Reisepass {n}", "Reisepassnummer: {n}")),
    "AU": ("@@#######", ("My passport number is {n}", "Australian passport {n}")),
    "BE": ("@@######", ("paspoortnummer {n}", "passeport n° {n}")),
    "BR": ("@@######", ("Meu passaporte é {n}", "passaporte: {n}")),
    "CA": ("@@######", ("passport no. {n}", "mon passeport : {n}")),
    "CH": ("@#######", ("Passnummer: {n}", "numero di passaporto {n}")),
    "CN": ("E########", ("护照号码{n}", "我的护照是 {n}")),
    "CZ": ("########", ("cestovní pas {n}", "číslo: pas číslo {n}")),
    "DE": (
        "C[CFGHJKLMNPRTVWXYZ][0123456789]X##T#[0123456789]",
        ("Reisepass Nr. {n}", "meine Passnummer {n}"),
    ),
    "DK": ("#########", ("pasnummer {n}", "mit pasnummer er {n}")),
    "ES": ("@@@######", ("Pasaporte {n}", "mi pasaporte: {n}")),
    "FI": ("@@#######", ("passin numero {n}", "passini on {n}")),
    "FR": ("##@@#####", ("Mon passeport : {n}", "passeport numéro {n}")),
    "GB": (
        "#########",
        ("my passport number is {n}", "Passport: {n}", "{n} is my passport"),
    ),
    "GR": ("@@#######", ("διαβατήριο {n}", "Αριθμός διαβατηρίου: {n}")),
    "HU": ("@@######", ("útlevelem {n}", "útlevél száma: {n}")),
    "ID": ("@#######", ("nomor paspor {n}", "paspor saya {n}")),
    "IE": ("@@#######", ("Irish passport {n}", "passport number {n}")),
    "IL": ("########", ("דרכון {n}", "passport {n}")),
    "IN": ("@#######", ("Passport no: {n}", "पासपोर्ट {n}")),
    "IT": ("@@#######", ("il mio passaporto è {n}", "passaporto n. {n}")),
    "JP": ("@@#######", ("パスポート番号は{n}です", "旅券番号：{n}")),
    "KR": ("M########", ("여권번호 {n}", "여권 {n}")),
    "MX": ("G########", ("pasaporte {n}", "mi número de pasaporte es {n}")),
    "NL": (
        "N[ABCDEFGHJKLMNPRSTUVWXYZ][ABCDEFGH]###[ABCDEFGH]##",
        ("paspoort {n}", "mijn paspoortnummer: {n}"),
    ),
    "NO": ("########", ("passnummer {n}", "passnummeret mitt er {n}")),
    "PL": ("@@ #######", ("numer paszportu {n}", "paszport: {n}")),
    "PT": ("@@######", ("passaporte {n}", "o meu passaporte: {n}")),
    "RO": ("#########", ("pașaport {n}", "pașaportul meu {n}")),
    "RS": ("#########", ("пасош {n}", "broj pasoša {n}")),
    "RU": ("## ## ######", ("паспорт {n}", "серия и номер паспорта {n}")),
    "SE": ("@@######", ("passnummer {n}", "mitt passnummer: {n}")),
    "TR": ("U########", ("pasaport no {n}", "pasaportum {n}")),
    "UA": ("@@######", ("паспорт {n}", "номер паспорта: {n}")),
    "US": ("#########", ("US passport {n}", "my passport # {n}", "passport book {n}")),
    "VN": ("@#######", ("hộ chiếu {n}", "số hộ chiếu: {n}")),
    "ZA": ("A########", ("South African passport {n}", "{n} (passport)")),
    "SA": ("@######[0123456789]#", ("جواز السفر {n}", "رقم جواز السفر: {n}")),
    "TH": ("@@#######", ("หนังสือเดินทาง {n}", "passport {n}")),
}
AROUND = (
    "{t}",
    "Hello, {t}. Best wishes",
    "order FW-7K2M9Q\n{t}",
    "{t} if you need it",
)


def of(country, count):
    """Yield sentences with a passport number of one country."""
    chance = rng("passport " + country)
    pattern, frames = PASSPORTS[country]
    for at in range(count):
        text = frames[at % len(frames)].format(n=fill(chance, pattern))
        yield AROUND[chance.randrange(len(AROUND))].format(t=text)


def feet(count):
    """Yield the second line of the machine-readable zone (ICAO Doc 9303, part 4)."""
    chance = rng("feet")
    for _ in range(count):
        yield (
            fill(chance, "[123456789]########[0123456789]GBR{%y%m%d}#[MF]{%y%m%d}#")
            + "<" * 14
            + "02"
        )
