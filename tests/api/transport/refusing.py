"""How a refusal by the transport looks to a client: a GraphQL error and nothing else."""

import httpx


def code_of(answer: httpx.Response) -> str:
    """Return the code of an answer's only error; fail for any other answer."""
    body = answer.json()
    assert list(body) == ["errors"], body
    [error] = body["errors"]
    assert set(error) <= {"message", "locations", "extensions"}
    assert error["message"].strip()
    code: str = error["extensions"]["code"]
    return code
