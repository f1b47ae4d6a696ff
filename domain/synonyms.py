"""Which other words people and well-known tools use for the columns of a customer sheet.

The keys are those of `ColumnKey`. The words are the headers that the export of Outlook, Google Contacts,
Stripe, Shopify and HubSpot writes, and those that merchants type; case, accents and signs do not count.
"""

from collections.abc import Mapping

# As good as our own word.
SAME: Mapping[str, tuple[str, ...]] = {
    # A list with a mobile and another number has to give the mobile one: only that takes a text.
    "phone": (
        *(
            "Handy",
            "Handynummer",
            "Mobil",
            "Mobilnummer",
            "Mobilfunknummer",
            "Mobiltelefonnummer",
            "Natel",
            "Telefon mobil",
        ),
        *("Portable", "Mobile", "Tél. mobile", "Tél. portable", "Téléphone portable", "Numéro de portable"),
        *(
            "Numéro de mobile",
            "GSM",
            "Mobile number",
            "Mobile phone number",
            "Cell",
            "Cell phone",
            "Cellphone",
        ),
    ),
}

# Means this column wherever it stands.
USUAL: Mapping[str, tuple[str, ...]] = {
    "external_reference": (
        *("Kundennr.", "Kunden-Nr.", "Kd-Nr.", "Kunden-ID", "Debitorennummer", "Debitor", "Externe Referenz"),
        *(
            "N° client",
            "Référence client",
            "Référence externe",
            "Code client",
            "Identifiant client",
            "ID client",
        ),
        *(
            "Customer ID",
            "Customer no.",
            "Customer reference",
            "External reference",
            "External ID",
            "Record ID",
        ),
        *("Client number", "Account number"),
    ),
    "salutation": ("Anredeform", "Titre de civilité", "Name prefix", "Prefix", "Honorific"),
    "first_name": (
        *("Vornamen", "Rufname", "Prénoms", "Prénom usuel"),
        *("Firstname", "Given name", "Forename", "Christian name"),
    ),
    "last_name": (
        *("Familienname", "Zuname", "Nom de famille", "Nom usuel"),
        *("Lastname", "Family name", "Surname"),
    ),
    "company_name": (
        *("Firmenname", "Unternehmen", "Unternehmensname", "Betrieb", "Organisation", "Entreprise"),
        *("Raison sociale", "Nom de l'entreprise", "Nom de la société", "Company name", "Business name"),
        *("Organization", "Organization name", "Organization 1 - Name", "Default Address Company"),
    ),
    "phone": (
        *("Telefon", "Telefonnummer", "Tel.", "Tel.-Nr.", "Rufnummer", "Fon", "Primäres Telefon"),
        *("Téléphone", "Numéro de téléphone", "Tél.", "N° de téléphone", "N° tél"),
        *("Phone", "Phone number", "Telephone", "Telephone number", "Primary phone", "Phone 1 - Value"),
        *("Contact number", "SMS"),
    ),
    "email": (
        *("E-Mail-Adresse", "Mail", "Mailadresse", "Adresse e-mail", "Adresse de messagerie", "Courriel"),
        *("Adresse électronique", "Mél", "Email address", "E-mail 1 - Value", "Primary email", "Email ID"),
    ),
    "group": (
        *("Kundengruppe", "Gruppen", "Kundengruppen", "Gruppenname", "Groupes", "Groupe de clients"),
        *("Groupe client", "Groups", "Customer group", "Customer groups", "Group name", "Segment"),
    ),
    "address_line1": (
        *("Straße", "Strasse", "Straße/Nr.", "Straße Hausnummer", "Strasse Nr", "Anschrift", "Adresszeile 1"),
        *("Rue", "Adresse 1", "Adresse postale", "Ligne d'adresse 1", "Numéro et rue", "Adresse ligne 1"),
        *("Address", "Street", "Street address", "Address 1", "Address1", "Mailing street"),
        *("Address 1 - Street", "Default Address Address1", "Card Address Line1", "Billing Address Line1"),
    ),
    "address_line2": (
        *("Adresszeile 2", "Zusatz", "Adresse 2", "Ligne d'adresse 2", "Adresse ligne 2", "Complément"),
        *("Address 2", "Address2", "Street 2", "Address 1 - Extended Address", "Default Address Address2"),
        *("Card Address Line2", "Billing Address Line2", "Apartment"),
    ),
    "postal_code": (
        *("PLZ", "Postltz.", "CP", "Zip", "Zip code", "Postcode", "Zip/Postal code", "Postal code/Zip"),
        *(
            "Address 1 - Postal Code",
            "Default Address Zip",
            "Card Address Zip",
            "Billing Address Postal Code",
        ),
    ),
    "city": (
        *("Stadt", "Wohnort", "Ortschaft", "Commune", "Localité", "Town", "Town/City"),
        *("Address 1 - City", "Default Address City", "Card Address City", "Billing Address City"),
    ),
    "region": (
        *("Bundesland", "Kanton", "Département", "Canton", "État", "Dép/Région"),
        *("Region", "State", "Province", "County", "State/Region", "State/Province", "Address 1 - Region"),
        *("Province code", "Default Address Province Code", "Card Address State", "Billing Address State"),
    ),
    "country": (
        *("Staat", "Land/Region", "Länderkennung", "Ländercode", "Pays/Région", "Code pays", "Country code"),
        *("Country/Region", "Address 1 - Country", "Default Address Country Code", "Card Address Country"),
        *("Billing Address Country",),
    ),
    "locale": (
        *("Bevorzugte Sprache", "Sprachcode", "Langue préférée", "Code langue"),
        *("Preferred language", "Preferred locale", "Language code", "Lang"),
    ),
    "note": (
        *("Notizen", "Bemerkung", "Bemerkungen", "Anmerkung", "Anmerkungen", "Kommentar", "Remarques"),
        *("Commentaire", "Commentaires", "Notes", "Comment", "Comments", "Remark", "Remarks"),
    ),
    "vat_id": (
        *("USt-ID", "UID", "UID-Nummer", "Umsatzsteuer-ID", "Umsatzsteuer-Identifikationsnummer", "MwSt-Nr."),
        *("N° TVA", "TVA", "TVA intracommunautaire", "N° de TVA intracommunautaire", "IDE"),
        *("VAT", "VAT ID", "VAT no.", "VAT registration number", "Tax ID", "Tax number"),
    ),
    # Nobody else has such a column, whatever they call theirs.
    "kontor_id": (),
}

# Means this column when no better one is there: the private number, or one cell with the whole name.
LOOSE: Mapping[str, tuple[str, ...]] = {
    "external_reference": ("ID", "Nr.", "Referenz", "Référence", "Reference"),
    "salutation": ("Titel", "Titre", "Title"),
    # A whole name stays whole: where it parts is known to its bearer, not to us.
    "last_name": (
        *("Name", "Kundenname", "Kunde", "Nom complet", "Nom du client", "Client"),
        *("Full name", "Display name", "Customer name", "Customer"),
    ),
    "phone": (
        *("Telefon privat", "Telefon geschäftlich", "Telefon 1", "Festnetz"),
        *("Téléphone (domicile)", "Téléphone (bureau)", "Téléphone fixe", "Téléphone 1"),
        *(
            "Home phone",
            "Business phone",
            "Work phone",
            "Phone 1",
            "Phone 2 - Value",
            "Default Address Phone",
        ),
    ),
    "email": ("E-Mail 1", "E-Mail 2 Address", "E-Mail privat", "E-Mail geschäftlich", "E-mail 2 - Value"),
    "address_line1": (
        *("Straße geschäftlich", "Straße privat", "Rue (bureau)", "Rue (domicile)"),
        *("Business street", "Home street"),
    ),
    "postal_code": (
        *("Postleitzahl geschäftlich", "Postleitzahl privat", "Code postal (bureau)"),
        *("Code postal (domicile)", "Business postal code", "Home postal code"),
    ),
    "city": (
        *("Ort geschäftlich", "Ort privat", "Ville (bureau)", "Ville (domicile)"),
        *("Business city", "Home city"),
    ),
    "region": (
        *("Region geschäftlich", "Dép/Région (bureau)", "Dép/Région (domicile)"),
        *("Business state", "Home state"),
    ),
    "country": (
        *("Land/Region geschäftlich", "Land/Region privat", "Pays/Région (bureau)"),
        *("Pays/Région (domicile)", "Business country/region", "Home country/region"),
    ),
    "note": ("Beschreibung", "Description", "Info"),
}
