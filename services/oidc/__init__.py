"""People sign in at an OpenID Connect issuer, and show us its tokens."""
