"""Which other words people and well-known tools use for the columns of a customer sheet.

The keys are those of `ColumnKey`. The words are the headers that the exports of address books, tills, shops,
mailing and bookkeeping programs write (tests/files has many of them), and those that merchants
type; case, accents and signs do not count.
"""

from collections.abc import Mapping


def _words(lines: str) -> tuple[str, ...]:
    return tuple(word for line in lines.splitlines() for word in map(str.strip, line.split("|")) if word)


# As good as our own word.
SAME: Mapping[str, tuple[str, ...]] = {
    "phone": _words(
        """
        Mobile no. | Mob. | Mob. no. | Cell no. | Cell number | Cell phone number | Mobile phone 1
        Phone mobile | Phone (iPhone) | Phone (mobile) | Mobile telephone | N° mobile | N° de mobile
        N° portable | N° de portable | Tél. mob. | Mobile perso | Mobile pro | Handy-Nr. | Mobil-Nr.
        Mobiltel. | Tel. mobil | Mobilfunk | Mobilfunknr. | Rufnummer mobil | Handy / Telefon
        Tel./Handy | Telefon Handy | Handy | Handynummer | Mobil | Mobilnummer | Mobilfunknummer
        Mobiltelefonnummer | Natel | Telefon mobil | Portable | Mobile | Tél. mobile | Tél. portable
        Téléphone portable | Numéro de portable | Numéro de mobile | GSM | Mobile number
        Mobile phone number | Cell | Cell phone | Cellphone
        """
    ),
}

# Means this column wherever it stands.
USUAL: Mapping[str, tuple[str, ...]] = {
    "external_reference": _words(
        """
        Client ID | Cust ID | Cust no. | Account no. | A/C | Member ID | Membership number
        Reference ID | Ext ID | Customer code | No client | Réf. client | Code tiers | Code (tiers)
        N° adhérent | Numéro d'adhérent | Matricule | Kunde Nr. | Kundennummer extern
        Mitgliedsnummer | Mitglieds-Nr. | Debitoren-Nr. | Adressnummer | Adressnr. | Referenz-ID
        Kundennr. | Kunden-Nr. | Kd-Nr. | Kunden-ID | Debitorennummer | Debitor | Externe Referenz
        N° client | Référence client | Référence externe | Code client | Identifiant client
        ID client | Customer ID | Customer no. | Customer reference | External reference
        External ID | Record ID | Client number | Account number
        """
    ),
    "salutation": _words("Anredeform | Titre de civilité | Name prefix | Prefix | Honorific"),
    "first_name": _words(
        """
        Vorname (Adressattyp natürl. Person) | Given names | Forenames | First | FNAME | Vornamen
        Rufname | Prénoms | Prénom usuel | Firstname | Given name | Forename | Christian name
        """
    ),
    "last_name": _words(
        """
        Name (Adressattyp natürl. Person) | Last | LNAME | Familienname | Zuname | Nom de famille
        Nom usuel | Lastname | Family name | Surname
        """
    ),
    "company_name": _words(
        """
        Name (Adressattyp Unternehmen) | Firma 1 | Accountname | Raison soc. | Ste | Dénomination
        Account name | Trading name | Business | Firmenname | Unternehmen | Unternehmensname
        Betrieb | Organisation | Entreprise | Raison sociale | Nom de l'entreprise
        Nom de la société | Company name | Business name | Organization | Organization name
        Organization 1 - Name | Default Address Company
        """
    ),
    "phone": _words(
        """
        Tel.-Nummer | Telefonnr. | Tel | Numéro de tél. | Phone no. | Tel. no. | Telephone no.
        Contact no. | Haupttelefon | Téléphone principal | Primary phone number | Telefon
        Telefonnummer | Tel. | Tel.-Nr. | Rufnummer | Fon | Primäres Telefon | Téléphone
        Numéro de téléphone | Tél. | N° de téléphone | N° tél | Phone | Phone number | Telephone
        Telephone number | Primary phone | Phone 1 - Value | Contact number | SMS
        """
    ),
    "email": _words(
        """
        E-Mails | Mail-Adresse | Adresse mail | From email address | Absender E-Mail-Adresse
        Customer email | User email | E-Mail-Adresse | Mail | Mailadresse | Adresse e-mail
        Adresse de messagerie | Courriel | Adresse électronique | Mél | Email address
        E-mail 1 - Value | Primary email | Email ID
        """
    ),
    "group": _words(
        """
        Kundengrp. | Grp. | Groupe clients | Segments | Kundengruppe | Gruppen | Kundengruppen
        Gruppenname | Groupes | Groupe de clients | Groupe client | Groups | Customer group
        Customer groups | Group name | Segment
        """
    ),
    "address_line1": _words(
        """
        Straße, Hausnr. | Straße + Hausnummer | Straße + Nr. | N° et rue | Voie | Address line
        Addr1 | Street name | Street address 1 | Address line1 | Postanschrift Straße | Straße
        Strasse | Straße/Nr. | Straße Hausnummer | Strasse Nr | Anschrift | Adresszeile 1 | Rue
        Adresse 1 | Adresse postale | Ligne d'adresse 1 | Numéro et rue | Adresse ligne 1 | Address
        Street | Street address | Address 1 | Address1 | Mailing street | Address 1 - Street
        Default Address Address1 | Card Address Line1 | Billing Address Line1
        """
    ),
    "address_line2": _words(
        """
        Address line 2/District/Neighborhood | Address line2 | Street address 2 | Addr2
        Adresszeile 2 | Zusatz | Adresse 2 | Ligne d'adresse 2 | Adresse ligne 2 | Complément
        Address 2 | Address2 | Street 2 | Address 1 - Extended Address | Default Address Address2
        Card Address Line2 | Billing Address Line2 | Apartment
        """
    ),
    "postal_code": _words(
        """
        Postal | Postanschrift PLZ | Post code | Zip/Postal | PLZ | Postltz. | CP | Zip | Zip code
        Postcode | Zip/Postal code | Postal code/Zip | Address 1 - Postal Code | Default Address Zip
        Card Address Zip | Billing Address Postal Code
        """
    ),
    "city": _words(
        """
        City/Town | Postanschrift Ort | Suburb | Stadt | Wohnort | Ortschaft | Commune | Localité
        Town | Town/City | Address 1 - City | Default Address City | Card Address City
        Billing Address City
        """
    ),
    "region": _words(
        """
        State/County | State/Province/Region/County/Territory/Prefecture/Republic | Bundesland
        Kanton | Département | Canton | État | Dép/Région | Region | State | Province | County
        State/Region | State/Province | Address 1 - Region | Province code
        Default Address Province Code | Card Address State | Billing Address State
        """
    ),
    "country": _words(
        """
        Staat | Land/Region | Länderkennung | Ländercode | Pays/Région | Code pays | Country code
        Country/Region | Address 1 - Country | Default Address Country Code | Card Address Country
        Billing Address Country
        """
    ),
    "locale": _words(
        """
        Bevorzugte Sprache | Sprachcode | Langue préférée | Code langue | Preferred language
        Preferred locale | Language code | Lang
        """
    ),
    "note": _words(
        """
        Bemerkg. | Sonstiges | Observation | Observations | Memo | Notizen | Bemerkung | Bemerkungen
        Anmerkung | Anmerkungen | Kommentar | Remarques | Commentaire | Commentaires | Notes
        Comment | Comments | Remark | Remarks
        """
    ),
    "vat_id": _words(
        """
        EU-UStID | N° identifiant TVA | Numéro d'identification TVA
        Numéro de TVA intracommunautaire | Umsatzsteuernummer | USt-ID | UID | UID-Nummer
        Umsatzsteuer-ID | Umsatzsteuer-Identifikationsnummer | MwSt-Nr. | N° TVA | TVA
        TVA intracommunautaire | N° de TVA intracommunautaire | IDE | VAT | VAT ID | VAT no.
        VAT registration number | Tax ID | Tax number
        """
    ),
    "kontor_id": _words(""),
}

# Means this column when no better one is there: the private number, or one cell with the whole name.
LOOSE: Mapping[str, tuple[str, ...]] = {
    "external_reference": _words(
        """
        ID | Nr. | Referenz | Référence | Reference | Konto | N° | No. | Ref | Réf.
        """
    ),
    "salutation": _words("Titel | Titre | Title"),
    "last_name": _words(
        """
        Nom et prénom | Nom Prénom | Prénom Nom | Nom de l'adhérent | Intitulé | Contact
        Contact name | Client name | Name (Adressattyp keine Angabe) | Vor- und Nachname
        Name, Vorname | Vorname Name | Vollständiger Name | Ansprechpartner | Kontakt | Adhérent
        Name | Kundenname | Kunde | Nom complet | Nom du client | Client | Full name | Display name
        Customer name | Customer
        """
    ),
    "phone": _words(
        """
        Phone (home) | Phone (work) | Phone 2 | Home phone 2 | Business phone 2 | Other phone
        Landline number | Phone 3 - Value | Company main phone | Telefon 2 | Telefon privat 2
        Telefon geschäftlich 2 | Telefon Firma | WhatsApp | Téléphone 2 | Téléphone 2 (bureau)
        Téléphone 2 (domicile) | Tél. fixe | Telefon privat | Telefon geschäftlich | Telefon 1
        Festnetz | Téléphone (domicile) | Téléphone (bureau) | Téléphone fixe | Téléphone 1
        Home phone | Business phone | Work phone | Phone 1 | Phone 2 - Value | Default Address Phone
        """
    ),
    "email": _words(
        """
        E-Mail 1 | E-Mail privat | E-Mail geschäftlich | E-mail 2 - Value | E-mail 2 Address
        E-mail 3 Address | Work email | Personal email | E-mail perso | Email pro | Email 2
        E-mail 3 - Value
        """
    ),
    "address_line1": _words(
        """
        Other street | Adresse complète | Billing address | Full address | Straße geschäftlich
        Straße privat | Rue (bureau) | Rue (domicile) | Business street | Home street
        """
    ),
    "postal_code": _words(
        """
        Postleitzahl geschäftlich | Postleitzahl privat | Code postal (bureau)
        Code postal (domicile) | Business postal code | Home postal code
        """
    ),
    "city": _words(
        """
        Other city | PLZ/Ort | PLZ Ort | CP Ville | Ort geschäftlich | Ort privat | Ville (bureau)
        Ville (domicile) | Business city | Home city
        """
    ),
    "region": _words(
        """
        Region geschäftlich | Dép/Région (bureau) | Dép/Région (domicile) | Business state
        Home state
        """
    ),
    "country": _words(
        """
        Land/Region geschäftlich | Land/Region privat | Pays/Région (bureau)
        Pays/Région (domicile) | Business country/region | Home country/region
        """
    ),
    "note": _words("Beschreibung | Description | Info"),
}

# Looks like a word for one of our columns, and is none.
OTHERS = (
    *("Department", "Fax number", "Faxnummer", "Numéro de fax", "Nickname", "Last active", "Last changed"),
    *("Bemerkung (Telefon)", "Bemerkung (Telefon GL)", "Bemerkung (E-Mail)"),
)

# Before or behind a word, says which of several is meant: `billing_phone`, `Ville de facturation`. What goods
# are sent to is left out: it may be anybody's.
BEFORE = (
    "billing",
    "mailing",
    "invoice",
    "customer",
    "client",
    "contact",
    "Rechnung",
    "Rechnungs",
    "Kunden",
    "PO",
)
BEHIND = ("de facturation", "facturation", "du client", "client", "Rechnung", "des Kunden", "billing")
