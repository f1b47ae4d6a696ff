"""A merchant subscribes, sees what was sent and how it went, and subscribes no more."""

from typing import Any

from domain.webhook import SUBSCRIPTION_LIMIT
from services.webhooks_out.subscriptions import create_subscription
from tests.client import Client
from tests.factories import Shop

CREATE = """mutation ($url: URL!, $topics: [String!]!) {
  webhookSubscriptionCreate(url: $url, topics: $topics) {
    webhookSubscription { id url topics secret disabledAt }
    userErrors { field code }
  }
}"""
DELETE = "mutation ($id: ID!) { webhookSubscriptionDelete(id: $id) { deletedId userErrors { field code } } }"
TEST = """mutation ($id: ID!) {
  webhookSubscriptionTest(id: $id) { webhookMessage { id topic data status } userErrors { field code } }
}"""
RESEND = """mutation ($id: ID!) {
  webhookMessageResend(id: $id) { webhookMessage { id status } userErrors { field code } }
}"""
LIST = """query ($first: Int!, $after: String) {
  webhookSubscriptions {
    id url topics secret
    messages(first: $first, after: $after) {
      totalCount pageInfo { hasNextPage endCursor }
      nodes {
        id topic data status nextAttemptAt attempts { responseStatus error durationMs }
      }
    }
  }
}"""
URL = "https://shop.example/events"


async def subscribe(client: Client, *topics: str, url: str = URL) -> Any:
    return (await client.data(CREATE, {"url": url, "topics": topics}))["webhookSubscriptionCreate"]


async def test_the_secret_is_told_whenever_it_is_asked_for(client: Client) -> None:
    made = (await subscribe(client, "payment.*", "customer.created", "payment.*"))["webhookSubscription"]

    (listed,) = (await client.data(LIST, {"first": 1}))["webhookSubscriptions"]

    assert made["secret"].startswith("whsec_")
    assert made["topics"] == ["customer.created", "payment.*"]
    assert made["disabledAt"] is None
    assert {name: listed[name] for name in ("id", "url", "topics", "secret")} == {
        name: made[name] for name in ("id", "url", "topics", "secret")
    }


async def test_the_log_tells_page_by_page_what_went_out_and_how(client: Client, shop: Shop) -> None:
    await subscribe(client, "payment.*")
    await shop.payment("12.50")
    await shop.payment("1300", "JPY")
    await shop.fetch(
        """
        insert into webhook_attempt
            (merchant_id, message_id, attempt, at, response_status, error, duration_ms)
        select $1, id, 1, now(), 500, 'REFUSED', 12 from webhook_message where merchant_id = $1
        returning attempt
        """
    )

    (first,) = (await client.data(LIST, {"first": 1}))["webhookSubscriptions"]
    after = first["messages"]["pageInfo"]["endCursor"]
    (second,) = (await client.data(LIST, {"first": 1, "after": after}))["webhookSubscriptions"]

    (latest,), (earlier,) = first["messages"]["nodes"], second["messages"]["nodes"]
    assert first["messages"]["totalCount"] == 2
    assert second["messages"]["pageInfo"]["hasNextPage"] is False
    assert latest["topic"] == "payment.succeeded"
    assert latest["data"]["amount"] == {"amount": "1300", "currency": "JPY"}
    assert earlier["data"]["amount"] == {"amount": "12.50", "currency": "EUR"}
    assert latest["status"] == "PENDING"
    assert latest["nextAttemptAt"] is not None
    assert latest["attempts"] == [{"responseStatus": 500, "error": "REFUSED", "durationMs": 12}]


async def test_a_test_event_goes_out_whatever_is_subscribed_to(client: Client) -> None:
    made = (await subscribe(client, "payment.*"))["webhookSubscription"]

    sent = (await client.data(TEST, {"id": made["id"]}))["webhookSubscriptionTest"]

    assert sent["userErrors"] == []
    assert sent["webhookMessage"] | {"id": ""} == {
        "id": "",
        "topic": "webhook.test",
        "data": {},
        "status": "PENDING",
    }


async def test_what_is_under_way_is_not_sent_again(client: Client, shop: Shop) -> None:
    made = (await subscribe(client, "payment.*"))["webhookSubscription"]
    message = (await client.data(TEST, {"id": made["id"]}))["webhookSubscriptionTest"]["webhookMessage"]

    refused = (await client.data(RESEND, {"id": message["id"]}))["webhookMessageResend"]
    await shop.fetch("update webhook_message set status = 'FAILED' where merchant_id = $1 returning id")
    again = (await client.data(RESEND, {"id": message["id"]}))["webhookMessageResend"]

    assert refused == {"webhookMessage": None, "userErrors": [{"field": ["id"], "code": "INVALID"}]}
    assert again == {"webhookMessage": {"id": message["id"], "status": "PENDING"}, "userErrors": []}


async def test_nothing_goes_to_who_is_gone(client: Client, shop: Shop) -> None:
    made = (await subscribe(client, "*"))["webhookSubscription"]
    await shop.fetch(
        "update webhook_subscription set disabled_at = now() where merchant_id = $1 returning id"
    )

    refused = (await client.data(TEST, {"id": made["id"]}))["webhookSubscriptionTest"]
    await shop.payment()

    assert refused == {"webhookMessage": None, "userErrors": [{"field": ["id"], "code": "INVALID"}]}
    (listed,) = (await client.data(LIST, {"first": 1}))["webhookSubscriptions"]
    assert listed["messages"]["totalCount"] == 0


async def test_there_are_so_many_and_no_more(client: Client, shop: Shop) -> None:
    for _ in range(SUBSCRIPTION_LIMIT):
        await shop.do(create_subscription, URL, ["*"])

    refused = await subscribe(client, "*")

    assert refused == {
        "webhookSubscription": None,
        "userErrors": [{"field": None, "code": "TOO_MANY_ITEMS"}],
    }


async def test_subscriptions_of_others_are_not_seen(client: Client, other_shop: Shop) -> None:
    other = Client(client.http, await other_shop.api_key())
    theirs = (await subscribe(other, "*"))["webhookSubscription"]
    message = (await other.data(TEST, {"id": theirs["id"]}))["webhookSubscriptionTest"]["webhookMessage"]

    for mutation, named in ((DELETE, theirs["id"]), (TEST, theirs["id"]), (RESEND, message["id"])):
        (answer,) = (await client.data(mutation, {"id": named})).values()
        assert answer["userErrors"] == [{"field": ["id"], "code": "NOT_FOUND"}]

    assert (await client.data(LIST, {"first": 1}))["webhookSubscriptions"] == []
    assert len((await other.data(LIST, {"first": 1}))["webhookSubscriptions"]) == 1


async def test_what_is_deleted_takes_its_events_along(client: Client, shop: Shop) -> None:
    made = (await subscribe(client, "*"))["webhookSubscription"]
    await shop.payment()

    deleted = (await client.data(DELETE, {"id": made["id"]}))["webhookSubscriptionDelete"]

    assert deleted == {"deletedId": made["id"], "userErrors": []}
    assert await shop.value("select count(*) from webhook_message where merchant_id = $1") == 0
