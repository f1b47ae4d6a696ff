SELECT convert_to(CAST(coalesce((
  SELECT concat('{"nodes":', concat('[', string_agg(concat('{"name":', to_json(anon_1.name), ',"customers":',
      coalesce((
    SELECT concat('{"nodes":', concat('[', string_agg(concat('{"displayName":', to_json(anon_2.display_name),
        ',"payments":', coalesce((
      SELECT concat('{"nodes":', concat('[', string_agg(concat('{"amount":', concat('{"amount":"', CASE WHEN
          (anon_3.currency IN ('EUR', 'CHF', 'GBP', 'USD')) THEN CAST(anon_3.amount_minor / 100 AS TEXT) ||
          '.'::text || lpad(CAST(anon_3.amount_minor % 100 AS TEXT), 2, '0'::text) WHEN (anon_3.currency IN
          ('XOF', 'BIF', 'XAF', 'CLP', 'KMF', 'DJF', 'XPF', 'GNF', 'ISK', 'JPY', 'KRW', 'PYG', 'RWF', 'UGX',
          'UYI', 'VUV', 'VND')) THEN CAST(anon_3.amount_minor AS TEXT) WHEN (anon_3.currency IN ('BHD', 'IQD',
          'JOD', 'KWD', 'LYD', 'OMR', 'TND')) THEN CAST(anon_3.amount_minor / 1000 AS TEXT) || '.'::text ||
          lpad(CAST(anon_3.amount_minor % 1000 AS TEXT), 3, '0'::text) WHEN (anon_3.currency IN ('CLF',
          'UYW')) THEN CAST(anon_3.amount_minor / 10000 AS TEXT) || '.'::text || lpad(CAST(anon_3.amount_minor
          % 10000 AS TEXT), 4, '0'::text) ELSE CAST(anon_3.amount_minor / 100 AS TEXT) || '.'::text ||
          lpad(CAST(anon_3.amount_minor % 100 AS TEXT), 2, '0'::text) END, '"}'), '}'), ',' ORDER BY
          anon_3.place DESC) FILTER (WHERE anon_3.place <= $1::BIGINT), ']'), ',"pageInfo":',
          concat('{"hasPreviousPage":', coalesce(to_json(count(*) > $2::BIGINT), 'null'::json), '}'), '}') AS
          json_object_3
      FROM (
        SELECT payment_1.merchant_id AS merchant_id, payment_1.id AS id, payment_1.customer_id AS customer_id,
            payment_1.request_id AS request_id, payment_1.amount_minor AS amount_minor,
            payment_1.refunded_minor AS refunded_minor, payment_1.currency AS currency, payment_1.status AS
            status, payment_1.method AS method, payment_1.reference AS reference, payment_1.provider AS
            provider, payment_1.provider_reference AS provider_reference, payment_1.paid_at AS paid_at,
            payment_1.history_at AS history_at, payment_1.created_at AS created_at,
            payment_1.customer_resolution AS customer_resolution, row_number() OVER (ORDER BY
            payment_1.history_at ASC, payment_1.id ASC) AS place
        FROM payment AS payment_1
        WHERE payment_1.merchant_id = $3::UUID AND payment_1.customer_id = anon_2.id
        ORDER BY payment_1.history_at ASC, payment_1.id ASC
        LIMIT $4::BIGINT
      ) AS anon_3
      HAVING true
    ), 'null'), '}'), ',') FILTER (WHERE anon_2.place <= $5::BIGINT), ']'), ',"pageInfo":',
        concat('{"hasNextPage":', coalesce(to_json(count(*) > $6::BIGINT), 'null'::json), ',"endCursor":',
        coalesce(to_json(CASE WHEN (least(count(*), $7::BIGINT) > $8::INTEGER) THEN
        translate(encode(convert_to(CAST(json_build_array('customers NAME asc'::text,
        (array_agg(anon_2.sort_name))[CAST(least(count(*), $7::BIGINT) AS INTEGER)],
        (array_agg(anon_2.id))[CAST(least(count(*), $7::BIGINT) AS INTEGER)]) AS TEXT), 'UTF8'), 'base64'),
        E'+/=\n', '-_') ELSE NULL END), 'null'::json), '}'), '}') AS json_object_2
    FROM (
      SELECT customer_1.merchant_id AS merchant_id, customer_1.created_at AS created_at, customer_1.updated_at
          AS updated_at, customer_1.id AS id, customer_1.version AS version, customer_1.salutation AS
          salutation, customer_1.first_name AS first_name, customer_1.last_name AS last_name,
          customer_1.company_name AS company_name, customer_1.display_name AS display_name,
          customer_1.sort_name AS sort_name, customer_1.search_text AS search_text, customer_1.phone_raw AS
          phone_raw, customer_1.phone_e164 AS phone_e164, customer_1.phone_type AS phone_type,
          customer_1.phone_region AS phone_region, customer_1.email AS email, customer_1.email_normal AS
          email_normal, customer_1.address_line1 AS address_line1, customer_1.address_line2 AS address_line2,
          customer_1.address_postal_code AS address_postal_code, customer_1.address_city AS address_city,
          customer_1.address_region AS address_region, customer_1.address_country AS address_country,
          customer_1.locale AS locale, customer_1.external_reference AS external_reference, customer_1.note AS
          note, customer_1.vat_id AS vat_id, customer_1.group_id AS group_id, customer_1.creation_source AS
          creation_source, customer_1.custom_fields AS custom_fields, customer_1.sms_block AS sms_block,
          customer_1.email_block AS email_block, customer_1.sms_suppression AS sms_suppression,
          customer_1.email_suppression AS email_suppression, row_number() OVER (ORDER BY customer_1.sort_name
          ASC, customer_1.id ASC) AS place
      FROM customer AS customer_1
      WHERE customer_1.merchant_id = $3::UUID AND customer_1.group_id = anon_1.id
      ORDER BY customer_1.sort_name ASC, customer_1.id ASC
      LIMIT $9::BIGINT
    ) AS anon_2
    HAVING true
  ), 'null'), '}'), ',' ORDER BY anon_1.place DESC), ']'), '}') AS json_object_1
  FROM (
    SELECT customer_group_1.merchant_id AS merchant_id, customer_group_1.created_at AS created_at,
        customer_group_1.updated_at AS updated_at, customer_group_1.id AS id, customer_group_1.version AS
        version, customer_group_1.name AS name, customer_group_1.name_key AS name_key,
        customer_group_1.description AS description, row_number() OVER (ORDER BY customer_group_1.name_key
        DESC, customer_group_1.id DESC) AS place
    FROM customer_group AS customer_group_1
    WHERE customer_group_1.merchant_id = $3::UUID
    ORDER BY customer_group_1.name_key DESC, customer_group_1.id DESC
    LIMIT $10::BIGINT
  ) AS anon_1
  HAVING true
), 'null') AS TEXT), 'UTF8'::text) AS answer
