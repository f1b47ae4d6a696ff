"""Which changes of rows become events for webhooks: triggers see them all, whoever makes them.

A trigger runs once a statement, in its transaction. Where no subscription of the merchant listens, it looks
once and is done: that is cheaper than a statement of ours, and nobody can forget it.
"""

# What is done to more customers in one statement, by an import for example, is told as one event.
MOST_TOLD_ONE_BY_ONE = 250

# UUIDv7, as domain.ids makes them: the time in milliseconds in front, then the version and chance.
_NEW_ID = """
create or replace function new_event_id() returns uuid language sql volatile as $$
    select (
        lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0')
        || '7' || substr(replace(gen_random_uuid()::text, '-', ''), 14)
    )::uuid
$$
"""

# The subscription is locked against being deleted, so that the message can't lose it before it is written.
_TELL = """
create or replace function tell(merchant uuid, topics text[], facts jsonb[])
returns void language sql volatile as $$
    insert into webhook_message (
        merchant_id, id, subscription_id, topic, payload, status, attempt, asked_again_at, next_at, created_at
    )
    select merchant, new_event_id(), listening.id, event.topic, event.fact, 'PENDING', 0, 0, now(), now()
    from (
        select id, webhook_subscription.topics
        from webhook_subscription
        where merchant_id = merchant and disabled_at is null
        for key share
    ) as listening
    join unnest(tell.topics, facts) as event (topic, fact)
        on listening.topics && array[event.topic, split_part(event.topic, '.', 1) || '.*', '*']
$$
"""


def _when_listened_to(table: str, rows: str, body: str) -> str:
    """Return the function of a table's triggers; `body` runs when somebody listens.

    All rows of a statement are one merchant's.
    """
    return f"""
create or replace function tell_of_{table}() returns trigger language plpgsql as $$
declare
    merchant uuid;
begin
    -- One statement, since it is all that most changes pay for.
    merchant := (
        select merchant_id
        from webhook_subscription
        where merchant_id = (select merchant_id from {rows} limit 1)
        limit 1
    );
    if merchant is null then
        return null;
    end if;
    {body}
    return null;
end
$$
"""  # noqa: S608 - made of names in this module


def _tell(topic: str, fact: str, source: str) -> str:
    """Return the statement that tells of each row of a source."""
    told = f"array_agg(({topic})::text), array_agg({fact})"
    return f"perform tell(merchant, {told}) from {source} having count(*) > 0;"


_CUSTOMER = "jsonb_build_object('id', 'cus_' || is_now.id, 'version', is_now.version)"
_GROUP = "jsonb_build_object('id', 'grp_' || is_now.id, 'version', is_now.version)"
_PAYMENT = """jsonb_build_object(
        'id', 'pay_' || is_now.id,
        'customer_id', 'cus_' || is_now.customer_id,
        'status', is_now.status,
        'amount', jsonb_build_object('minor', is_now.amount_minor, 'currency', is_now.currency),
        'refunded', jsonb_build_object('minor', is_now.refunded_minor, 'currency', is_now.currency),
        'reference', is_now.reference
    )"""
_REQUEST = """jsonb_build_object(
        'id', 'req_' || is_now.id,
        'customer_id', 'cus_' || is_now.customer_id,
        'status', is_now.status,
        'amount', jsonb_build_object('minor', is_now.amount_minor, 'currency', is_now.currency),
        'reference', is_now.reference,
        'batch_id', 'bat_' || is_now.batch_id,
        'payment_id', 'pay_' || is_now.payment_id
    )"""
_IMPORT = """jsonb_build_object(
        'id', 'imp_' || is_now.id,
        'status', is_now.status,
        'created', is_now.created,
        'updated', is_now.updated,
        'unchanged', is_now.unchanged,
        'skipped', is_now.skipped,
        'rejected', is_now.rejected
    )"""
_BATCH = "jsonb_build_object('id', 'bat_' || is_now.id, 'status', is_now.status)"

_BOTH = "is_now join was using (merchant_id, id) where "
_IS_OTHER_CUSTOMER = (
    "(is_now.version, is_now.sms_block, is_now.email_block)"
    " is distinct from (was.version, was.sms_block, was.email_block)"
)


def _customers(change: str, source: str) -> str:
    many = f"jsonb_build_object('change', '{change.upper()}', 'count', changed)"
    return f"""
    declare changed bigint := (select count(*) from {source});
    begin
        if changed > {MOST_TOLD_ONE_BY_ONE} then
            perform tell(merchant, array['customer.bulk_changed'], array[{many}]);
        else
            {_tell(f"'customer.{change}'", _CUSTOMER, source)}
        end if;
    end;"""  # noqa: S608 - made of names in this module


def _name(prefix: str) -> str:
    return f"'{prefix}.' || lower(is_now.status)"


_HAS_ENDED = f"{_BOTH} was.finished_at is null and is_now.finished_at is not null"

# Table, operation, what is told. In a function that deletes, the rows that were are called `is_now` as well.
_TELLING = (
    ("customer", "insert", _customers("created", "is_now")),
    ("customer", "update", _customers("updated", _BOTH + _IS_OTHER_CUSTOMER)),
    ("customer", "delete", _customers("deleted", "is_now")),
    ("customer_group", "insert", _tell("'customer_group.created'", _GROUP, "is_now")),
    (
        "customer_group",
        "update",
        _tell("'customer_group.updated'", _GROUP, f"{_BOTH} is_now.version <> was.version"),
    ),
    ("customer_group", "delete", _tell("'customer_group.deleted'", _GROUP, "is_now")),
    ("customer_import", "update", _tell("'customer_import.finished'", _IMPORT, _HAS_ENDED)),
    ("payment", "insert", _tell(_name("payment"), _PAYMENT, "is_now")),
    (
        "payment",
        "update",
        _tell(
            _name("payment"),
            _PAYMENT,
            f"{_BOTH} (is_now.status, is_now.refunded_minor) <> (was.status, was.refunded_minor)",
        ),
    ),
    (
        "payment_request",
        "insert",
        _tell(_name("payment_request"), _REQUEST, "is_now where is_now.status <> 'DRAFT'"),
    ),
    (
        "payment_request",
        "update",
        _tell(_name("payment_request"), _REQUEST, f"{_BOTH} is_now.status <> was.status"),
    ),
    (
        "payment_request_batch",
        "update",
        _tell("'payment_request_batch.finished'", _BATCH, _HAS_ENDED),
    ),
)

_SEEN = {
    "insert": "new table as is_now",
    "update": "old table as was new table as is_now",
    "delete": "old table as is_now",
}


def _triggers() -> list[str]:
    statements = []
    for table, operation, _ in _TELLING:
        name = f"tell_of_{table}_{operation}"
        statements.append(
            f"create or replace trigger {name} after {operation} on {table}"
            f" referencing {_SEEN[operation]} for each statement execute function {name}()"
        )
    return statements


FUNCTIONS = (
    _NEW_ID,
    _TELL,
    *(_when_listened_to(f"{table}_{operation}", "is_now", body) for table, operation, body in _TELLING),
)
TRIGGERS = tuple(_triggers())
