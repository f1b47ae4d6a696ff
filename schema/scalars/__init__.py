"""Which Python type stands for which scalar; the Schema takes SCALARS as its `scalar_map`."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

from strawberry.scalars import JSON
from strawberry.types.scalar import ScalarDefinition

from schema.scalars.codes import (
    COUNTRY_CODE,
    CURRENCY_CODE,
    LOCALE,
    PHONE_NUMBER,
    CountryCode,
    CurrencyCode,
    LocaleTag,
    PhoneNumber,
)
from schema.scalars.exact_decimal import DECIMAL
from schema.scalars.json_value import JSON_VALUE
from schema.scalars.time import DATE, DATE_TIME
from schema.scalars.upload import UPLOAD, Upload
from schema.scalars.url import URL, URL_TEXT

__all__ = ["JSON", "SCALARS", "URL", "CountryCode", "CurrencyCode", "LocaleTag", "PhoneNumber", "Upload"]

SCALARS: Mapping[object, ScalarDefinition] = MappingProxyType(
    {
        datetime: DATE_TIME,
        date: DATE,
        Decimal: DECIMAL,
        JSON: JSON_VALUE,
        Upload: UPLOAD,
        PhoneNumber: PHONE_NUMBER,
        URL: URL_TEXT,
        LocaleTag: LOCALE,
        CurrencyCode: CURRENCY_CODE,
        CountryCode: COUNTRY_CODE,
    }
)
