"""Writes the texts of this folder that are not UTF-8, or not text throughout; README.md says what each proves."""
# ruff: noqa: E501 -- the lines of a file are as long as they are

from pathlib import Path

HERE = Path(__file__).parent

CLIENTS_EXCEL = """\
N° client;Civilité;Prénom;Nom;Portable;E-mail;Groupe;Adresse;Code postal;Ville;Commentaires
0012;Mme;Zoé;Lefèvre;06 12 34 56 78;zoe@fleurs.example;Fidèles;5, rue de l'Œuvre;01000;Bourg-en-Bresse;10 € de remise
0013;M.;Loïc;Le Goff;+33 (0)6 12 34 56 79;;Fidèles;;29200;Brest;"aime le «\u00a0café\u00a0»"
;;;Garage Bœuf;01 44 55 66 77;;Pros;;75011;Paris;
"""
UNICODE_TEXT = """\
Vorname\tNachname\tMobiltelefon\tNotiz
Ñuria\tŁukasz-Weiß\t0171 3920001\t"zahlt ""bar""; immer"
Zoë\tŽižek\t+49 171 3920002\t
"""
LEXWARE = """\
Kundennummer;Matchcode;Anrede;Firma;Vorname;Name;Zusatz;Straße;PLZ;Ort;Land;Telefon 1;Telefon 2;Mobilfunk;E-Mail;USt-IdNr.;Kundengruppe;Bemerkung
10001;GROESSMANN;Herr;;Jürgen;Größmann;;Königstraße 5;01067;Dresden;Deutschland;0351 4567890;;0171 3920001;j.groessmann@web.example;;Privat;Übergabe an Tür
10002;BAECKEREI;Firma;Bäckerei Weiß OHG;;;Hinterhaus;Am Bäckerwall 1;50667;Köln;Deutschland;0221 4710002;;;info@weiss.example;DE136695976;Gewerbe;
"""
DATEV = """\
"EXTF";700;16;"Debitoren/Kreditoren";5;20260301120000000;;"RE";"";"";1001;1;20260101;4;;;"";"";;;;"";;;;;"";;"";""
Konto;Name (Adressattyp Unternehmen);Unternehmensgegenstand;Name (Adressattyp natürl. Person);Vorname (Adressattyp natürl. Person);Name (Adressattyp keine Angabe);Adressattyp;Kurzbezeichnung;EU-Land;EU-UStID;Anrede;Straße;Postleitzahl;Ort;Land;Telefon;Bemerkung (Telefon);E-Mail;Kundennummer
10001;"Bäckerei Weiß OHG";"";"";"";"";"2";"Weiß";"DE";"136695976";"Firma";"Am Bäckerwall 1";"50667";"Köln";"DE";"0221 4710002";"";"info@weiss.example";""
10002;"";"";"Größmann";"Jürgen";"";"1";"Größmann";"";"";"Herr";"Königstraße 5";"01067";"Dresden";"DE";"0171 3920001";"mobil";"";""
"""
TILL = """\
Vorname;Nachname;Telefon;Ort
Jürgen;Größmann;0171 3920001;Köln
Änne;Müller;0171 3920002;Düsseldorf
"""
SAGE = """\
Code client\tIntitulé\tContact\tAdresse\tComplément\tCode Postal\tVille\tPays\tTéléphone\tPortable\tE-mail
C0001\tBoulangerie Noël\tHélène Noël\t3, allée des Chênes\t\t44000\tNantes\tFrance\t02 40 00 00 01\t06 12 34 56 78\thelene@noel.example
C0002\tGarage Bœuf\t\t\t\t75011\tPARIS\tFRANCE\t\t\tgarage@boeuf.example
"""
PASTED = """\
Vorname;Nachname;E-Mail
Jürgen;Müller;j@mueller.example
Änne;Jäger;a@jaeger.example
"""


def write(name: str, content: bytes) -> None:
    (HERE / name).write_bytes(content)


def crlf(text: str, encoding: str) -> bytes:
    return text.replace("\n", "\r\n").encode(encoding)


if __name__ == "__main__":
    write("clients_excel_fr.csv", crlf(CLIENTS_EXCEL, "cp1252"))
    write("unicode_text_excel.txt", crlf(UNICODE_TEXT, "utf-16"))
    write("utf16_be_without_mark.csv", UNICODE_TEXT.encode("utf-16-be"))
    write("lexware_kunden.csv", crlf(LEXWARE, "cp1252"))
    write("datev_debitoren.csv", crlf(DATEV, "cp1252"))
    write("kasse_dos.csv", crlf(TILL, "cp850"))
    write("sage_clients.txt", crlf(SAGE, "cp1252"))
    write("pasted_from_elsewhere.csv", PASTED.encode() + "Jörg;Köhler;j@koehler.example\n".encode("cp1252"))
    write(
        "nul_bytes.csv",
        PASTED.encode().replace(b"ger;M\xc3\xbcl", b"g\x00er;M\xc3\xbcl").replace(b"\nJ", b"\n\x00J", 1),
    )
    write("random_bytes.csv", bytes((number * 89 + 7) % 256 for number in range(2000)))
