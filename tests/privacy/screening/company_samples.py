"""What may pass: tax and register numbers of companies in many countries."""

from __future__ import annotations

from tests.privacy.screening.making import fill, luhn_digit, rng, weighed

# As the VAT Information Exchange System and the registers write them.
PATTERNS = {
    "AT": ("ATU########", ("UID {n}", "{n}")),
    "AU": ("## ### ### ###", ("ABN {n}",)),
    "BE": ("BE 0###.###.###", ("BTW {n}", "{n}")),
    "BG": ("BG#########", ("VAT {n}",)),
    "CH": ("CHE-###.###.### MWST", ("{n}", "UID {n}")),
    "CZ": ("CZ########", ("DIČ {n}", "{n}")),
    "DE": ("DE#########", ("USt-IdNr. {n}", "{n}", "VAT ID: {n}")),
    "DK": ("DK ## ## ## ##", ("CVR {n}", "moms {n}")),
    "EE": ("EE#########", ("VAT {n}",)),
    "ES": ("ESB########", ("CIF {n}", "{n}", "NIF {n}")),
    "FI": ("FI########", ("ALV {n}", "{n}")),
    "GB": ("GB ### #### ##", ("VAT number {n}", "VAT reg {n}", "{n}")),
    "GR": ("EL#########", ("ΑΦΜ {n}", "VAT {n}")),
    "HR": ("HR###########", ("VAT {n}",)),
    "HU": ("########-[12]-##", ("VAT {n}", "{n}")),
    "IE": ("IE#######[ABCDEFGH]", ("VAT {n}", "{n}")),
    "IN": ("##@@@C@####@1Z#", ("GSTIN {n}", "{n}")),
    "IT": ("IT###########", ("Partita IVA {n}", "P. IVA {n}", "{n}")),
    "LU": ("LU########", ("TVA {n}", "{n}")),
    "NL": ("NL#########B0#", ("btw {n}", "{n}")),
    "NO": ("NO ### ### ### MVA", ("{n}", "orgnr {n}")),
    "PL": ("PL##########", ("NIP {n}", "{n}")),
    "PT": ("PT5########", ("VAT {n}", "{n}")),
    "RO": ("RO########", ("VAT {n}", "{n}")),
    "SE": ("SE55[23456789]#######01", ("moms {n}", "{n}")),
    "SI": ("SI########", ("VAT {n}",)),
    "SK": ("SK##########", ("VAT {n}", "{n}")),
    "US": ("##-#######", ("EIN {n}", "{n}")),
    "company": ("SC######", ("company number {n}", "Registered in Scotland {n}")),
}


def vat(count):
    """Yield sentences with the tax number of a company."""
    chance, countries = rng("vat"), list(PATTERNS)
    for at in range(count):
        pattern, frames = PATTERNS[countries[at % len(countries)]]
        frame = frames[at // len(countries) % len(frames)]
        yield frame.format(n=fill(chance, pattern))


def french(count):
    """Yield SIREN and SIRET numbers, both right after Luhn."""
    chance = rng("siret")
    for at in range(count):
        body = fill(chance, "[345789]#######")
        siren = body + luhn_digit(body)
        place = siren + fill(chance, "00[01]#")
        siret = place + luhn_digit(place)
        yield (
            f"SIRET {siret}",
            f"{siret[:3]} {siret[3:6]} {siret[6:9]} {siret[9:]}",
            f"N° SIREN {siren}",
            f"Facture pour {siret}",
        )[at % 4]


def brazilian(count):
    """Yield CNPJ numbers, with right check digits."""
    chance = rng("cnpj")
    for at in range(count):
        body = fill(chance, "########0001")
        for weights in (
            (5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2),
            (6, 5, 4, 3, 2, 9, 8, 7, 6, 5, 4, 3, 2),
        ):
            left = weighed(body, weights) % 11
            body += str(0 if left < 2 else 11 - left)
        parts = f"{body[:2]}.{body[2:5]}.{body[5:8]}/{body[8:12]}-{body[12:]}"
        yield (f"CNPJ {parts}", parts, f"CNPJ: {body}")[at % 3]
