"""How people elsewhere write their numbers, and what they write around them."""

OTHERS = (
    (
        "AR DNI",
        ("########", "##.###.###"),
        ("Mi DNI es {n}", "DNI {n}", "documento nacional de identidad: {n}"),
    ),
    (
        "AR CUIL",
        ("2[0347]-########-#", "2[0347]#########"),
        ("mi CUIL es {n}", "CUIL: {n}", "CUIT {n}"),
    ),
    (
        "BR CPF",
        ("###.###.###-##", "###########"),
        ("Meu CPF é {n}", "CPF: {n}", "o cpf do comprador é {n}"),
    ),
    (
        "CA SIN",
        ("### ### ###", "#########", "###-###-###"),
        ("My SIN is {n}", "Social Insurance Number: {n}", "mon NAS est {n}"),
    ),
    (
        "CL RUN",
        ("[12]#.###.###-[0123456789K]", "[12]#######-[0123456789K]"),
        ("Mi RUT es {n}", "RUT: {n}", "RUN {n}"),
    ),
    (
        "CO cédula",
        ("########", "1.###.###.###"),
        ("Mi cédula de ciudadanía es {n}", "cédula de ciudadanía {n}"),
    ),
    (
        "CR cédula",
        ("[1234567]-####-####",),
        ("cédula de Costa Rica {n}", "mi cédula física {n}"),
    ),
    (
        "CU carné",
        ("{%y%m%d}#####",),
        ("carné de identidad {n}", "Mi carnet de identidad: {n}"),
    ),
    (
        "DO cédula",
        ("###-#######-#", "###########"),
        ("Mi cédula es {n}", "cédula: {n}", "número de cédula {n}"),
    ),
    (
        "EC cédula",
        ("[01]#########",),
        ("Mi cédula es {n}", "cédula de identidad {n}", "cédula: {n}"),
    ),
    (
        "GT CUI",
        ("#### ##### 0###", "#########1###"),
        ("Mi CUI es {n}", "DPI {n}", "documento personal de identificación {n}"),
    ),
    (
        "MX CURP",
        (
            "[ABCDGHLMRS][AEIOU][BCDFGLMR][BCDFGLMR]{%y%m%d}[HM]"
            "[D][F][BCDFGLMR][BCDFGLMR][BCDFGLMR]0#",
        ),
        ("{n}", "Mi CURP es {n}", "CURP: {n}"),
    ),
    (
        "MX RFC",
        ("[ABCDGHLMRS][AEIOU][BCDFGLMR][BCDFGLMR]{%y%m%d}[ABCDEFGH]#[0123456789A]",),
        ("Mi RFC es {n}", "RFC: {n}", "con RFC {n}"),
    ),
    (
        "PE DNI",
        ("########", "########-[0123456789]"),
        ("Mi DNI es {n}", "DNI: {n}", "D.N.I. {n}"),
    ),
    ("SV DUI", ("########-#",), ("Mi DUI es {n}", "documento único de identidad {n}")),
    (
        "US SSN",
        ("###-##-####", "#########", "### ## ####"),
        ("My SSN is {n}", "SSN: {n}", "social security number {n}", "soc sec # {n}"),
    ),
    ("US ITIN", ("9##-[78]#-####", "9##[78]#####"), ("my ITIN is {n}", "ITIN {n}")),
    (
        "UY CI",
        ("#.###.###-#", "########"),
        ("mi cédula es {n}", "cédula de identidad {n}", "cédula uruguaya: {n}"),
    ),
    ("VE RIF", ("V-########-#", "[VE]#########"), ("mi RIF es {n}", "RIF: {n}")),
    (
        "AU TFN",
        ("### ### ###", "#########"),
        ("My TFN is {n}", "tax file number {n}", "Tax File No: {n}"),
    ),
    (
        "CN 身份证",
        ("[1][1]010[1258]{%Y%m%d}###[0123456789X]",),
        ("{n}", "我的身份证号码是{n}", "身份证：{n}", "ID {n}"),
    ),
    (
        "EG الرقم القومي",
        ("2{%y%m%d}[01][1234]#####",),
        ("الرقم القومي {n}", "رقم قومي: {n}", "my raqam qawmi is {n}"),
    ),
    (
        "HK HKID",
        ("@######([0123456789A])", "@######[0123456789A]"),
        (
            "HKID {n}",
            "my Hong Kong ID is {n}",
            "香港身份證 {n}",
            "Hong Kong identity card {n}",
        ),
    ),
    (
        "ID NIK",
        ("317[1234]0[1234]{%d%m%y}####",),
        ("NIK saya {n}", "NIK: {n}", "No. KTP {n}"),
    ),
    (
        "IL מספר זהות",
        ("#########",),
        ("תעודת זהות {n}", "מספר זהות: {n}", "my teudat zehut is {n}", "ת.ז. {n}"),
    ),
    (
        "IN Aadhaar",
        ("[23456789]### #### ####", "[23456789]###########"),
        ("My Aadhaar is {n}", "Aadhaar number: {n}", "aadhar no {n}", "आधार {n}"),
    ),
    (
        "IN PAN",
        ("@@@P@####@",),
        ("PAN {n}", "My PAN card number is {n}", "PAN No. {n}"),
    ),
    ("IN EPIC", ("@@@#######",), ("Voter ID {n}", "my voter ID card: {n}", "EPIC {n}")),
    (
        "JP マイナンバー",
        ("############", "#### #### ####"),
        ("マイナンバーは{n}です", "個人番号：{n}", "My Number: {n}"),
    ),
    ("KE PIN", ("A#########@",), ("KRA PIN {n}", "my KRA is {n}")),
    (
        "KR 주민등록번호",
        ("{%y%m%d}-[12]######",),
        ("주민등록번호 {n}", "제 주민번호는 {n} 입니다", "{n}"),
    ),
    (
        "LK NIC",
        ("##[01]######V", "19##[01]#######"),
        ("my NIC is {n}", "NIC number {n}", "Sri Lankan NIC: {n}"),
    ),
    (
        "MU NID",
        ("@{%d%m%y}######[0123456789ABCDEFG]",),
        ("national identity card {n}", "NID {n}", "Mauritian ID: {n}"),
    ),
    (
        "MY NRIC",
        ("{%y%m%d}-0[123456789]-####", "{%y%m%d}0[123456789]####"),
        ("MyKad {n}", "No. kad pengenalan {n}", "my NRIC is {n}", "IC number: {n}"),
    ),
    ("MZ NUIT", ("1########",), ("NUIT {n}", "o meu NUIT é {n}")),
    (
        "NZ IRD",
        ("###-###-###", "#########"),
        ("My IRD number is {n}", "IRD: {n}", "IRD number {n}"),
    ),
    (
        "PK CNIC",
        ("[1234567]####-#######-#", "[1234567]############"),
        ("CNIC {n}", "my CNIC number is {n}", "NICOP: {n}"),
    ),
    ("SG NRIC", ("[STFGM]#######@",), ("{n}", "My NRIC is {n}", "FIN: {n}")),
    (
        "TH เลขบัตรประชาชน",
        ("[12345678]-####-#####-##-#", "[12345678]############"),
        ("เลขประจำตัวประชาชน {n}", "บัตรประชาชน {n}", "my Thai ID is {n}"),
    ),
    (
        "TW 身分證",
        ("@[12]########",),
        ("身分證字號 {n}", "my Taiwan ID is {n}", "身分證 {n}"),
    ),
    (
        "ZA ID",
        ("{%y%m%d}####[01]8#", "{%y%m%d} #### [01]8#"),
        ("{n}", "My South African ID is {n}", "SA ID {n}", "RSA ID number {n}"),
    ),
    (
        "VE cédula",
        ("V-########", "V########", "V-##.###.###"),
        ("mi cédula es {n}", "cédula de identidad {n}", "cédula: {n}"),
    ),
    # Health.
    (
        "AU Medicare",
        ("[23456]#########", "[23456]### ##### #"),
        ("Medicare {n}", "My Medicare number is {n}", "Medicare card: {n}"),
    ),
    (
        "BR CNS",
        ("[12789]## #### #### ####", "[12789]##############"),
        ("Cartão SUS {n}", "CNS: {n}", "Cartão Nacional de Saúde {n}"),
    ),
    (
        "CA BC PHN",
        ("9### ### ###", "9#########"),
        ("my PHN is {n}", "Personal Health Number: {n}"),
    ),
    (
        "CA OHIP",
        ("####-###-###", "##########", "#### ### ### @@"),
        ("OHIP {n}", "my OHIP number is {n}", "health card {n}"),
    ),
    (
        "DE KVNR",
        ("@#########",),
        (
            "Meine Versichertennummer ist {n}",
            "Krankenversichertennummer: {n}",
            "KVNR {n}",
        ),
    ),
    (
        "GB NHS",
        ("### ### ####", "##########", "###-###-####"),
        ("My NHS number is {n}", "NHS no. {n}", "NHS: {n}", "CHI number {n}"),
    ),
    ("HR MBO", ("#########",), ("MBO {n}", "moj MBO je {n}")),
    (
        "HU TAJ",
        ("### ### ###", "#########", "###-###-###"),
        ("TAJ szám: {n}", "A TAJ számom {n}", "TAJ {n}"),
    ),
    (
        "NZ NHI",
        ("[ABCDEFGH][ABCDEFGH][ABCDEFGH]####",),
        ("NHI {n}", "My NHI number is {n}"),
    ),
    (
        "PT SNS",
        ("#########", "### ### ###"),
        ("número de utente {n}", "Utente: {n}", "SNS {n}"),
    ),
    (
        "RU ОМС",
        ("################", "#### #### #### ####"),
        ("полис ОМС {n}", "номер полиса ОМС: {n}"),
    ),
    ("SI ZZZS", ("#########",), ("ZZZS {n}", "številka ZZZS: {n}")),
    (
        "US MBI",
        (
            "[123456789][ACDEFGHJK][0123456789ACDE]#-[ACDEFGHJK][0123456789AC]#"
            "-[ACDEFGHJK][ACDEFGHJK]##",
        ),
        ("{n}", "Medicare number {n}", "my MBI is {n}"),
    ),
)
