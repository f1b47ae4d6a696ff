"""A message template can't be kept, or taken away, as it was asked for."""

from typing import ClassVar

from domain.errors.conflicts import Conflict
from domain.errors.failure import Failure, UserErrorCode
from domain.errors.not_found import NotFound
from domain.errors.values import Invalid


class TemplateNotFound(NotFound):
    """No message template of this merchant has this id."""

    code = "template_not_found"


class TemplateOfAnotherKind(Invalid):
    """A template is for messages of another kind."""

    code = "template_of_another_kind"
    needs = ("wanted", "found")


class TooManyTemplates(Failure):
    """A merchant has as many message templates as one may have."""

    code = "too_many_templates"
    user_error = UserErrorCode.TOO_MANY_ITEMS
    needs = ("limit",)


class TemplateIsDefault(Conflict):
    """The default template of a kind can't go, or be for another: something must be sent."""

    code = "template_is_default"
    user_error = UserErrorCode.TEMPLATE_IS_DEFAULT


class TagUnknown(Invalid):
    """A text has a tag that nothing is called by."""

    code = "tag_unknown"
    user_error = UserErrorCode.UNKNOWN_TAG
    needs: ClassVar[tuple[str, ...]] = ("tag",)


class TagMisspelt(TagUnknown):
    """A text has a tag that nothing is called by, and one that nearly is."""

    code = "tag_misspelt"
    needs = ("tag", "suggestion")


class UrlTagMissing(Invalid):
    """A message asks for money and does not say where to pay."""

    code = "url_tag_missing"
    user_error = UserErrorCode.MISSING_URL_TAG


class VariantTwice(Invalid):
    """A template has its words twice for one language and channel."""

    code = "variant_twice"
    needs = ("locale",)


class SubjectNotSent(Invalid):
    """A text message has no subject."""

    code = "subject_not_sent"
