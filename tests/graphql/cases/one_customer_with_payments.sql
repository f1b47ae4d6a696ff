SELECT convert_to(CAST(coalesce((
  SELECT concat('{"displayName":', to_json(customer_1.display_name), ',"email":',
      coalesce(to_json(customer_1.email), 'null'::json), ',"group":', coalesce((
    SELECT concat('{"name":', to_json(customer_group_1.name), '}') AS json_object_2
    FROM customer_group AS customer_group_1
    WHERE customer_group_1.merchant_id = $1::UUID AND customer_group_1.id = customer_1.group_id
  ), 'null'), ',"payments":', coalesce((
    SELECT concat('{"totals":', coalesce((
      SELECT concat('[', string_agg(concat('{"formatted":', concat('[', coalesce(to_json(0), 'null'::json),
          ',', concat('{"minor":', coalesce(to_json(anon_1.minor), 'null'::json), ',"currency":',
          to_json(anon_1.currency), ',"locale":', coalesce(to_json($2::VARCHAR), 'null'::json), '}'), ']'),
          '}'), ','), ']') AS never_null_1
      FROM (
        SELECT payment_1.currency AS currency, CAST(sum(payment_1.amount_minor - payment_1.refunded_minor) AS
            BIGINT) AS minor
        FROM payment AS payment_1
        WHERE payment_1.merchant_id = $1::UUID AND payment_1.customer_id = customer_1.id AND payment_1.status
            IN ($6::VARCHAR, $7::VARCHAR, $8::VARCHAR)
        GROUP BY payment_1.currency
        ORDER BY payment_1.currency
      ) AS anon_1
    ), 'null'), ',"nodes":', concat('[', string_agg(concat('{"amount":', concat('{"amount":"', CASE WHEN
        (anon_2.currency IN ('EUR', 'CHF', 'GBP', 'USD')) THEN CAST(anon_2.amount_minor / 100 AS TEXT) ||
        '.'::text || lpad(CAST(anon_2.amount_minor % 100 AS TEXT), 2, '0'::text) WHEN (anon_2.currency IN
        ('XOF', 'BIF', 'XAF', 'CLP', 'KMF', 'DJF', 'XPF', 'GNF', 'ISK', 'JPY', 'KRW', 'PYG', 'RWF', 'UGX',
        'UYI', 'VUV', 'VND')) THEN CAST(anon_2.amount_minor AS TEXT) WHEN (anon_2.currency IN ('BHD', 'IQD',
        'JOD', 'KWD', 'LYD', 'OMR', 'TND')) THEN CAST(anon_2.amount_minor / 1000 AS TEXT) || '.'::text ||
        lpad(CAST(anon_2.amount_minor % 1000 AS TEXT), 3, '0'::text) WHEN (anon_2.currency IN ('CLF', 'UYW'))
        THEN CAST(anon_2.amount_minor / 10000 AS TEXT) || '.'::text || lpad(CAST(anon_2.amount_minor % 10000
        AS TEXT), 4, '0'::text) ELSE CAST(anon_2.amount_minor / 100 AS TEXT) || '.'::text ||
        lpad(CAST(anon_2.amount_minor % 100 AS TEXT), 2, '0'::text) END, '","currency":"', anon_2.currency,
        '"}'), ',"status":"', anon_2.status, '","paidAt":', coalesce(to_json(anon_2.paid_at), 'null'::json),
        '}'), ','), ']'), '}') AS json_object_3
    FROM (
      SELECT payment_2.merchant_id AS merchant_id, payment_2.id AS id, payment_2.customer_id AS customer_id,
          payment_2.request_id AS request_id, payment_2.amount_minor AS amount_minor, payment_2.refunded_minor
          AS refunded_minor, payment_2.currency AS currency, payment_2.status AS status, payment_2.method AS
          method, payment_2.reference AS reference, payment_2.provider AS provider,
          payment_2.provider_reference AS provider_reference, payment_2.paid_at AS paid_at,
          payment_2.history_at AS history_at, payment_2.created_at AS created_at,
          payment_2.customer_resolution AS customer_resolution
      FROM payment AS payment_2
      WHERE payment_2.merchant_id = $1::UUID AND payment_2.customer_id = customer_1.id
      ORDER BY payment_2.currency DESC, payment_2.amount_minor DESC, payment_2.id DESC
      LIMIT $3::BIGINT
    ) AS anon_2
    HAVING true
  ), 'null'), '}') AS json_object_1
  FROM customer AS customer_1
  WHERE customer_1.merchant_id = $1::UUID AND customer_1.id = (
    SELECT customer_identity_1.customer_id
    FROM customer_identity AS customer_identity_1
    WHERE customer_identity_1.merchant_id = $1::UUID AND customer_identity_1.kind = $4::VARCHAR AND
        customer_identity_1.value = $5::VARCHAR
  )
), 'null') AS TEXT), 'UTF8'::text) AS answer
