"""What the scanner cannot read from our schema: how scalars are written, and whose error NOT_FOUND is."""

import schemathesis
from hypothesis import strategies as st
from schemathesis.graphql import nodes
from schemathesis.specs.graphql import validation

TEXTS = st.text(max_size=20)
WRITTEN = {
    "CountryCode": st.sampled_from(["DE", "CH", "ZZ"]) | TEXTS,
    "CurrencyCode": st.sampled_from(["EUR", "JPY", "KWD"]) | TEXTS,
    "Decimal": st.decimals(allow_nan=True, places=3).map(str) | TEXTS,
    "JSON": TEXTS,
    "Locale": st.sampled_from(["de", "fr-CH", "en-US"]) | TEXTS,
    "PhoneNumber": st.from_regex(r"\A\+[0-9]{3,15}\Z") | TEXTS,
    "URL": st.just("https://example.org/a") | TEXTS,
    "Upload": TEXTS,
}

for name, texts in WRITTEN.items():
    schemathesis.graphql.scalar(name, texts.map(nodes.String))

# It knows Apollo's codes; of any other with a path it thinks that a resolver broke. A preview has no null for
# an id that names nothing.
validation.CLIENT_ERROR_MARKERS |= {"NOT_FOUND"}
