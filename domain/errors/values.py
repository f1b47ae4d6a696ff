"""A value that a person gave can't be taken as it is."""

from typing import ClassVar

from domain.errors.failure import Failure, UserErrorCode


class Required(Failure):
    """A value must be given and is missing or blank."""

    code = "required"
    user_error = UserErrorCode.REQUIRED


class NothingKnown(Required):
    """Nothing is given by which a customer could be told from others."""

    code = "nothing_known"


class ProofRequired(Required):
    """Somebody said no, and nothing shows that they agreed since."""

    code = "proof_required"


class TooLong(Failure):
    """A text has more characters than its field takes."""

    code = "too_long"
    user_error = UserErrorCode.TOO_LONG
    needs = ("limit", "length")


class TooManyItems(Failure):
    """A list has more entries than one request takes."""

    code = "too_many_items"
    user_error = UserErrorCode.TOO_MANY_ITEMS
    needs = ("limit", "count")


class Invalid(Failure):
    """A value is not what its field takes; the subclasses say why."""

    code = "invalid"
    user_error = UserErrorCode.INVALID


class NulCharacter(Invalid):
    """A text holds U+0000, which Postgres can't store."""

    code = "nul_character"


class LoneSurrogate(Invalid):
    """A text holds half of a UTF-16 pair, which no UTF-8 can carry."""

    code = "lone_surrogate"


class LocaleUnknown(Invalid):
    """A tag names no locale that CLDR knows."""

    code = "locale_unknown"
    needs = ("value",)


class RegionUnknown(Invalid):
    """Two letters name no country of ISO 3166-1."""

    code = "region_unknown"
    needs = ("value",)


class OptionUnknown(Invalid):
    """A value is none of the options of its custom field."""

    code = "option_unknown"
    needs = ("value", "options")


class OptionsInvalid(Invalid):
    """A SELECT field has no options or one twice, or another type of field has options."""

    code = "options_invalid"


class FieldKeyInvalid(Invalid):
    """The key of a custom field is not in lower case, or has other signs than letters, digits and _."""

    code = "field_key_invalid"
    needs = ("key",)


class FieldTypeMismatch(Failure):
    """A value does not fit the type of its custom field."""

    code = "field_type_mismatch"
    user_error = UserErrorCode.FIELD_TYPE_MISMATCH
    needs = ("type", "value")


class PhoneInvalid(Failure):
    """No telephone number can be read from a text, taken as written in a region."""

    code = "phone_invalid"
    user_error = UserErrorCode.PHONE_INVALID
    needs = ("value", "region")


class EmailInvalid(Failure):
    """A text is no e-mail address."""

    code = "email_invalid"
    user_error = UserErrorCode.EMAIL_INVALID
    needs = ("value",)


class CurrencyUnknown(Failure):
    """A code names no currency of ISO 4217 in which one can pay."""

    code = "currency_unknown"
    user_error = UserErrorCode.CURRENCY_UNKNOWN
    needs = ("currency",)


class AmountInvalid(Failure):
    """An amount can't be a sum of money; the subclasses say why."""

    code = "amount_invalid"
    user_error = UserErrorCode.AMOUNT_INVALID
    needs: ClassVar[tuple[str, ...]] = ("amount",)


class AmountTooPrecise(AmountInvalid):
    """An amount has more decimals than its currency."""

    code = "amount_too_precise"
    needs = ("amount", "currency", "decimals")


class AmountOutOfRange(AmountInvalid):
    """An amount is larger than what can be stored."""

    code = "amount_out_of_range"
    needs = ("amount", "currency")


class AmountNotPositive(AmountInvalid):
    """An amount that is paid or refunded is not above zero."""

    code = "amount_not_positive"
