"""How Europeans write their numbers, and what they write around them.

Each row: the number's key, how it is written, and sentences of our own.
"""

EUROPEANS = (
    (
        "AT SVNR",
        ("####{%d%m%y}", "#### {%d%m%y}"),
        ("Meine SVNR ist {n}", "Sozialversicherungsnummer: {n}", "SVNr {n}"),
    ),
    (
        "BE NISS",
        ("{%y.%m.%d}-###.##", "{%y%m%d}#####"),
        (
            "rijksregisternummer {n}",
            "Mon numéro national est {n}",
            "NISS: {n}",
            "INSZ {n}",
        ),
    ),
    ("BG EGN", ("{%y%m%d}####",), ("ЕГН {n}", "моето ЕГН е {n}", "EGN: {n}")),
    ("BG PNF", ("##########",), ("ЛНЧ {n}", "Личен номер на чужденец: {n}")),
    (
        "CH AHV",
        ("756.####.####.##", "756##########"),
        ("{n}", "Meine AHV-Nummer: {n}", "numéro AVS {n}", "n. AVS {n}"),
    ),
    (
        "CZ RC",
        ("{%y%m%d}/####", "{%y%m%d}####"),
        ("Moje rodné číslo je {n}", "rodné číslo: {n}", "r.č. {n}"),
    ),
    (
        "DE IdNr",
        ("###########", "## ### ### ###"),
        ("Meine Steuer-ID ist {n}", "Steueridentifikationsnummer: {n}", "IdNr. {n}"),
    ),
    (
        "DE RVNR",
        ("##{%d%m%y}@###", "## {%d%m%y} @ ###"),
        ("Rentenversicherungsnummer {n}", "{n}", "Sozialversicherungsnummer: {n}"),
    ),
    (
        "DK CPR",
        ("{%d%m%y}-####", "{%d%m%y}####"),
        ("mit CPR-nummer er {n}", "CPR {n}", "CPR-nr.: {n}", "personnummer {n}"),
    ),
    (
        "EE isikukood",
        ("[34]{%y%m%d}####",),
        ("Minu isikukood on {n}", "isikukood: {n}", "isikukoodiga {n}"),
    ),
    (
        "ES DNI",
        ("########@", "########-@", "##.###.###-@"),
        ("Mi DNI es {n}", "DNI: {n}", "con D.N.I. {n}", "NIF {n}"),
    ),
    (
        "ES NIE",
        ("[XYZ]#######@", "[XYZ]-#######-@"),
        ("mi NIE es {n}", "{n}", "Número de identidad de extranjero {n}"),
    ),
    (
        "FI HETU",
        ("{%d%m%y}-###[0123456789ABCDEFHJKLMNPRSTUVWXY]",),
        ("{n}", "henkilötunnukseni on {n}", "Hetu: {n}", "personbeteckning {n}"),
    ),
    (
        "FR NIR",
        ("[12] {%y %m} ## ### ### ##", "[12]{%y%m}##########"),
        ("{n}", "Mon numéro de sécurité sociale : {n}", "n° de sécu {n}", "NIR {n}"),
    ),
    (
        "FR NIF",
        ("[0123]############",),
        ("Mon numéro fiscal est {n}", "numéro fiscal : {n}", "numéro SPI {n}"),
    ),
    (
        "GB NINO",
        (
            "[ABCEHJKLMPRSW][ABCEHJKLMPRSX] ## ## ## [ABCD]",
            "[ABCEHJKLMPRSW][ABCEHJKLMPRSX]######[ABCD]",
        ),
        ("{n}", "My National Insurance number is {n}", "NI number {n}", "N.I. no. {n}"),
    ),
    (
        "GB driving licence",
        ("[ABCDM]@@@@#01[012]##@@#@@", "[ABCDM]@@99#5[12]0##@9#@@"),
        ("{n}", "driving licence {n}", "my licence number is {n}"),
    ),
    (
        "GB UTR",
        ("##########", "##### #####"),
        ("My UTR is {n}", "Unique Taxpayer Reference: {n}", "self assessment {n}"),
    ),
    ("GR AMKA", ("{%d%m%y}#####",), ("ΑΜΚΑ {n}", "ο ΑΜΚΑ μου είναι {n}", "AMKA: {n}")),
    (
        "HR OIB",
        ("###########",),
        ("Moj OIB je {n}", "OIB: {n}", "Osobni identifikacijski broj {n}"),
    ),
    (
        "HU személyi szám",
        ("[12]{%y%m%d}####", "[12]-{%y%m%d}-####"),
        ("személyi szám: {n}", "A személyi számom {n}", "személyi azonosító {n}"),
    ),
    (
        "HU adóazonosító",
        ("8#########",),
        ("adóazonosító jelem {n}", "adóazonosító: {n}", "adóazonosító jel {n}"),
    ),
    (
        "IE PPSN",
        ("#######[ABCDEFGHIJKLMNOPQRSTUVW]", "#######[ABCDEFGHIJKLMNOPQRSTUVW][AH]"),
        ("My PPS number is {n}", "PPSN {n}", "PPS No: {n}"),
    ),
    (
        "IS kennitala",
        ("{%d%m%y}-##[0123456789]9", "{%d%m%y}##[0123456789]9"),
        ("Kennitala: {n}", "Kennitalan mín er {n}", "kt. kennitala {n}"),
    ),
    (
        "IT codice fiscale",
        (
            "[BCDFLMRS][BCDFLMRS][BCDFLMRS][BCDFGLMN][BCDFGLMN][BCDFGLMN]"
            "##[ABCDEHLMPRST][0123]#[ABCDEFGHIL]###@",
        ),
        ("{n}", "Il mio codice fiscale è {n}", "C.F. {n}", "tessera sanitaria {n}"),
    ),
    (
        "LT asmens kodas",
        ("[34]{%y%m%d}####",),
        ("Asmens kodas {n}", "mano asmens kodas yra {n}", "asmens kodą: {n}"),
    ),
    (
        "LU matricule",
        ("{%Y%m%d}#####", "{%Y%m%d} #####"),
        (
            "Mon matricule est {n}",
            "matricule {n}",
            "Sozialversicherungsnummer matricule {n}",
        ),
    ),
    (
        "LV personas kods",
        ("{%d%m%y}-[12]####",),
        ("Personas kods {n}", "mans personas kods ir {n}", "personas kods: {n}"),
    ),
    (
        "MT ID",
        ("#######[MGAP]", "######[MGAP]"),
        ("Maltese ID card {n}", "my Maltese ID is {n}", "karta tal-identità {n}"),
    ),
    (
        "NL BSN",
        ("#########", "#### ## ###"),
        ("Mijn BSN is {n}", "BSN: {n}", "burgerservicenummer {n}"),
    ),
    (
        "NO fødselsnummer",
        ("{%d%m%y} #####", "{%d%m%y}#####"),
        ("Fødselsnummer {n}", "mitt fødselsnummer er {n}", "personnummer: {n}"),
    ),
    (
        "PL PESEL",
        ("{%y%m%d}#####",),
        ("Mój PESEL to {n}", "PESEL: {n}", "nr PESEL {n}", "numer PESEL {n}"),
    ),
    (
        "PT CC",
        (
            "########[0123456789] [ABCVXWYZ][ABCVXWYZ]#",
            "########[0123456789][ABCVXWYZ][ABCVXWYZ]#",
        ),
        ("Cartão de cidadão {n}", "o meu cartão de cidadão é {n}", "CC {n}"),
    ),
    (
        "PT NIF",
        ("[12]########", "[12]## ### ###"),
        ("O meu NIF é {n}", "NIF {n}", "contribuinte n.º {n}"),
    ),
    (
        "RO CNP",
        ("[12]{%y%m%d}[01234]#####",),
        ("CNP {n}", "CNP-ul meu este {n}", "cod numeric personal: {n}"),
    ),
    (
        "RS JMBG",
        ("{%d%m}9{%y}[5678]#####",),
        ("JMBG {n}", "moj JMBG je {n}", "ЈМБГ: {n}", "EMŠO {n}", "матични број {n}"),
    ),
    (
        "RU СНИЛС",
        ("###-###-### ##", "###########"),
        ("СНИЛС {n}", "мой СНИЛС: {n}", "SNILS {n}"),
    ),
    ("RU ИНН", ("############",), ("ИНН {n}", "мой ИНН {n}", "INN: {n}")),
    (
        "SE personnummer",
        ("{%y%m%d}-####", "{%Y%m%d}-####", "{%Y%m%d}####"),
        ("Mitt personnummer är {n}", "personnummer: {n}", "personnr {n}"),
    ),
    (
        "SK RC",
        ("{%y%m%d}/####", "{%y%m%d}####"),
        ("Moje rodné číslo je {n}", "rodné číslo: {n}", "bez rodného čísla {n}"),
    ),
    (
        "TR TCKN",
        ("[123456789]##########",),
        ("T.C. Kimlik No: {n}", "TC kimlik numaram {n}", "TCKN {n}", "kimlik no {n}"),
    ),
    (
        "UA РНОКПП",
        ("##########",),
        ("РНОКПП {n}", "мій ІПН {n}", "ідентифікаційний код {n}"),
    ),
)
