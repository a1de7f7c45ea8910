"""Words that tell what a number beside them is, in the languages of many countries.

A word that ends with "*" stands for all that start like it. Capitals and accents do not
matter. What the number of one country is called stands beside its check digits, in
`europe`, `americas`, `elsewhere` and `health`.
"""

from __future__ import annotations

CARD = (
    *("card", "visa", "mastercard", "amex", "american express", "maestro", "diners"),
    *("kreditkarte*", "karte", "kartennummer", "carte bancaire", "carte bleue"),
    *("carte de credit", "tarjeta", "carta di credito", "carta", "cartao", "kort"),
    *("kortnummer*", "kreditkort*", "luottokort*", "korttini", "karta", "karty"),
    *("karte kredytowej", "kart", "kartim*", "kaart", "creditcard*", "bankkarte"),
    *("карта", "карты", "карту", "картка", "картку", "κάρτα", "bankkártya*"),
    *(
        "カード",
        "卡号",
        "信用卡",
        "银行卡",
        "카드",
        "بطاقة",
        "כרטיס",
        "कार्ड",
        "บัตรเครดิต",
    ),
)

BANK = (
    *("bank account", "bank account number", "konto", "kontonummer*"),
    *("kontonr", "numero de compte", "compte bancaire", "numero de cuenta"),
    *(
        "cuenta bancaria",
        "clabe",
        "cbu",
        "rib",
        "bsb",
        "ifsc",
        "conta bancaria",
        "numero da conta",
    ),
    *("numero di conto", "conto corrente", "rekeningnummer*", "bankrekening*"),
    *("numer konta", "rachunek bankowy", "numer rachunku", "tilinumero*"),
    *("cislo uctu", "szamlaszam*", "bankszamla*", "hesap numara*", "broj racuna"),
    *("номер счета", "номер счёта", "номер рахунку", "αριθμός λογαριασμού"),
    *(
        "口座番号",
        "银行账号",
        "银行账户",
        "账号",
        "계좌번호",
        "رقم الحساب",
        "חשבון בנק",
    ),
)
SORT_CODE = (
    *("bank details", "account", "acct", "acc", "sort"),
    *("sort code", "sortcode", "account number", "account no", "acc no"),
)
ROUTING = ("routing", "routing number", "aba", "aba number", "rtn")

PASSPORT = (
    *(
        "passport",
        "passports",
        "pp no",
        "pp number",
        "pass no",
        "reisepass*",
        "passnummer*",
        "paspoort*",
    ),
    *("passeport", "pasaporte", "passaporto", "passaporte", "passi", "passini"),
    *("passin numero", "pas nr", "pasnummer*", "passet", "vegabref*", "paszport*"),
    *("pas cislo", "cestovni pas*", "cestovny pas*", "utlevel*", "pasaport*"),
    *("putovnic*", "pasos*", "potni list*", "paso numeris", "pases numurs", "pase"),
    *("passi number", "pasport*", "паспорт*", "пасош*", "διαβατηρ*", "جواز السفر"),
    *("جواز سفر", "דרכון", "护照", "護照", "パスポート", "旅券", "여권", "पासपोर्ट"),
    *("หนังสือเดินทาง", "ho chieu", "hộ chiếu", "paspor", "nomor paspor", "pasaportu*"),
)
SOLD = frozenset(
    {
        *("COVER", "COVERS", "HOLDER", "HOLDERS", "WALLET", "WALLETS", "CASE", "CASES"),
        *(
            "SLEEVE",
            "SLEEVES",
            "PHOTO",
            "PHOTOS",
            "SIZE",
            "SIZED",
            "POUCH",
            "POUCHES",
            "STAMP",
        ),
        *("NOTEBOOK", "NOTEBOOKS", "CONTROL", "OFFICE", "HULLE", "ETUI", "HOUDER"),
    }
)
"""What a stationer sells for papers, and no number follows."""

HEALTH = (
    *("health card", "health card number", "health card no", "health insurance"),
    *("health insurance number", "health number", "health id", "patient number"),
    *("medical record number", "medical card", "ehic", "ghic"),
    *("krankenversicherung*", "krankenkasse*"),
    *("versichertenkarte*", "gesundheitskarte*"),
    *("carte vitale", "carte d'assurance maladie", "assurance maladie"),
    *("tessera sanitaria", "tarjeta sanitaria", "numero de utente", "utente"),
    *("zorgverzekering*", "zorgpas*", "sygesikring*", "sykesikring*", "helsekort*"),
    *("ubezpieczenie zdrowotne", "karta zdrowia", "zdravstveno osiguran*"),
    *(
        "medicare",
        "медицинской",
        "полис омс",
        "健康保険",
        "健保",
        "의료보험",
        "건강보험",
    ),
    *(
        "医保",
        "社保卡",
        "बीमा",
        "ประกันสุขภาพ",
        "kupat holim",
        "קופת חולים",
        "التأمين الصحي",
    ),
)

IDENTITY = (
    *("identity number", "identity no", "identity card", "identity card number"),
    *("identity code", "identity document", "id number", "id no", "id nr", "id card"),
    *("id document", "national id", "national identity", "national identification"),
    *("national insurance", "identification number", "personal identification"),
    *("personal identity", "citizen number", "citizen card", "social security"),
    *("tax id", "taxpayer", "tin number", "personalausweis*", "ausweis*"),
    *(
        "carte d'identite",
        "carte nationale d'identite",
        "cni",
        "carta d'identita",
        "mi documento",
        "my id",
        "documento de identidad",
    ),
    *("documento de identidade", "identiteitskaart*", "identitetskort*"),
    *("dowod osobisty", "dowodu osobistego", "numer dowodu", "obcansky prukaz"),
    *("удостоверени*", "ταυτότητα*", "رقم الهوية", "بطاقة الهوية"),
)

PASSING = (
    *("order", "orders", "order number", "order no", "order id", "order ref"),
    *("bestellung", "bestellnummer*", "commande", "pedido", "ordine", "zamowieni*"),
    *("bestilling", "ordrenummer*", "encomenda", "objednavk*", "rendeles*", "siparis*"),
    *("заказ*", "замовленн*", "παραγγελί*", "注文", "订单", "주문"),
    *("tracking", "tracking id", "tracking number", "tracking code", "parcel"),
    *("parcel id", "shipment", "consignment", "sendung*", "paket*", "colis", "paczk*"),
    *("envio", "spedizione", "ups", "fedex", "dhl", "dpd", "gls", "evri", "royal mail"),
    *("invoice", "invoices", "rechnung*", "facture", "factura", "fattura", "fatura"),
    *("faktura", "faktury", "receipt", "quote", "quotation", "transaction id"),
    *("phone", "phones", "tel", "telephone", "telefon*", "mobile", "handy", "portable"),
    *("movil", "cellulare", "telemovel", "puhelin*", "cell", "call", "ring", "fax"),
    *("whatsapp", "landline", "телефон*", "τηλέφωνο", "電話", "电话", "전화"),
    *("ref", "reference", "references", "referenz*", "riferimento", "referencia"),
    *("case", "request", "ticket", "voucher", "coupon", "gift voucher", "discount"),
    *("isbn", "issn", "ean", "gtin", "sku", "upc", "barcode", "article", "artikel*"),
    *("product id", "product code", "item", "model", "serial", "imei", "part number"),
    *("vat", "vat number", "vat no", "vat id", "mwst", "ust", "ust id", "ustid*"),
    *("uid", "tva", "iva", "partita iva", "btw", "moms", "mva", "alv", "dph", "dic"),
    *("afm", "nip", "regon", "krs", "gst", "gstin", "abn", "acn", "ein", "cnpj"),
    *("siret", "siren", "cif", "ruc", "company number", "company no", "eori", "orgnr"),
    *("organisationsnummer*", "company registration", "y tunnus", "cvr", "kvk"),
    *("postcode", "postal code", "post code", "zip", "zip code", "plz", "cap", "cep"),
    *("customer id", "customer number", "customer no", "account id", "user id"),
    *("amount", "total", "price", "paid", "transfer", "verification code", "date"),
    *("flat", "room", "booking", "membership", "meter"),
)
"""Words beside which a number is none of those that we refuse."""
