"""Identity numbers of American countries, from their registers' published formats."""

from __future__ import annotations

from privacy.screening.number import Number

CEDULA = ("cedula", "cedula de identidad", "numero de cedula")

AMERICAS = (
    Number(
        "AR", "DNI", r"\d{7,8}", "ar.dni", ("dni", "documento nacional de identidad")
    ),
    Number(
        "AR", "CUIL", r"2[0347]\d{9}", "ar.cuit", ("cuil", "cuit"), r"2[0347]-\d{8}-\d"
    ),
    Number(
        "BR",
        "CPF",
        r"\d{11}",
        "br.cpf",
        ("cpf", "cadastro de pessoas fisicas"),
        r"\d{3}\.\d{3}\.\d{3}-\d{2}",
    ),
    Number(
        "CA",
        "SIN",
        r"\d{9}",
        "ca.sin",
        (
            "sin",
            "sin number",
            "social insurance",
            "social insurance number",
            "nas",
            "numero d'assurance sociale",
            "assurance sociale",
        ),
    ),
    Number(
        "CL",
        "RUN",
        r"[1-4]?\d{7}[0-9K]",
        "run_cl",
        ("rut", "run", "rol unico nacional"),
        r"\d{1,2}\.\d{3}\.\d{3}-[0-9K]",
    ),
    Number(
        "CO",
        "cédula",
        r"\d{6,8}|1\d{9}",
        "",
        ("cedula de ciudadania", "cedula colombiana"),
    ),
    Number(
        "CR",
        "cédula",
        r"[1-9]\d{8}|0[1-9]\d{8}",
        "cr.cpf",
        ("cedula de costa rica", "cedula tica", "cedula fisica"),
    ),
    Number(
        "CU",
        "carné",
        r"\d{11}",
        "cu.ni",
        ("carne de identidad", "carnet de identidad", "numero de identidad"),
    ),
    Number("DO", "cédula", r"\d{11}", "do.cedula", CEDULA, r"\d{3}-\d{7}-\d"),
    Number("EC", "cédula", r"\d{10}", "ec.ci", CEDULA),
    Number(
        "GT",
        "CUI",
        r"\d{13}",
        "cui_gt",
        ("cui", "dpi", "documento personal de identificacion"),
    ),
    Number(
        "MX",
        "CURP",
        r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d",
        "mx.curp",
        ("curp", "clave unica de registro"),
        r"[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d",
    ),
    Number(
        "MX", "RFC", r"[A-Z]{4}\d{6}[A-Z0-9]{3}", "mx.rfc", ("rfc", "registro federal")
    ),
    Number(
        "PE",
        "DNI",
        r"\d{8}[0-9A-K]?",
        "pe.cui",
        ("dni", "cui", "documento nacional de identidad"),
    ),
    Number("SV", "DUI", r"\d{9}", "dui_sv", ("dui", "documento unico de identidad")),
    Number(
        "US",
        "SSN",
        r"\d{9}",
        "us.ssn",
        ("ssn", "social security", "social security number", "social", "soc sec"),
        r"\d{3}-\d{2}-\d{4}",
    ),
    Number(
        "US", "ITIN", r"9\d{8}", "us.itin", ("itin", "taxpayer identification number")
    ),
    Number(
        "UY",
        "CI",
        r"\d{7,8}",
        "ci_uy",
        (*CEDULA, "cedula uruguaya"),
        r"\d\.\d{3}\.\d{3}-\d",
    ),
    Number(
        "VE",
        "RIF",
        r"[VE]\d{9}",
        "ve.rif",
        ("rif", "cedula venezolana"),
        r"[VE]-\d{8}-\d",
    ),
    Number("VE", "cédula", r"[VE]\d{6,8}", "", (*CEDULA, "cedula venezolana")),
)
