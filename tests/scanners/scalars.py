"""Which literals the scanner writes for our scalars: valid ones, odd ones, and texts that are none."""

import schemathesis
from hypothesis import strategies as st
from schemathesis.graphql import nodes

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
