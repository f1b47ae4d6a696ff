SELECT convert_to(CAST(concat('{"totalCount":', coalesce(to_json((
  SELECT count(*) AS count_1
  FROM customer AS customer_1
  WHERE customer_1.merchant_id = $1::UUID AND customer_1.group_id IS NOT NULL AND CASE WHEN
      (customer_1.sms_block IS NOT NULL) THEN customer_1.sms_block WHEN (customer_1.phone_raw IS NULL) THEN
      'PHONE_MISSING'::text WHEN (customer_1.phone_e164 IS NULL) THEN 'PHONE_INVALID'::text WHEN
      (customer_1.phone_type IN ('FIXED_LINE_OR_MOBILE'::text, 'MOBILE'::text)) THEN NULL ELSE
      'PHONE_NOT_MOBILE'::text END IS NULL
)), 'null'::json), ',"facets":', concat('{"ungrouped":', coalesce(to_json((
  SELECT count(*) AS count_2
  FROM customer AS customer_2
  WHERE customer_2.merchant_id = $1::UUID AND customer_2.group_id IS NOT NULL AND CASE WHEN
      (customer_2.sms_block IS NOT NULL) THEN customer_2.sms_block WHEN (customer_2.phone_raw IS NULL) THEN
      'PHONE_MISSING'::text WHEN (customer_2.phone_e164 IS NULL) THEN 'PHONE_INVALID'::text WHEN
      (customer_2.phone_type IN ('FIXED_LINE_OR_MOBILE'::text, 'MOBILE'::text)) THEN NULL ELSE
      'PHONE_NOT_MOBILE'::text END IS NULL AND customer_2.group_id IS NULL
)), 'null'::json), ',"byGroup":', coalesce((
  SELECT concat('[', string_agg(concat('{"count":', coalesce(to_json(anon_1.count), 'null'::json),
      ',"group":', coalesce((
    SELECT concat('{"name":', to_json(customer_group_1.name), '}') AS json_object_1
    FROM customer_group AS customer_group_1
    WHERE customer_group_1.merchant_id = $1::UUID AND customer_group_1.id = anon_1.group_id
  ), 'null'), '}'), ','), ']') AS never_null_1
  FROM (
    SELECT customer_3.group_id AS group_id, count(*) AS count
    FROM customer AS customer_3
    WHERE customer_3.merchant_id = $1::UUID AND customer_3.group_id IS NOT NULL AND CASE WHEN
        (customer_3.sms_block IS NOT NULL) THEN customer_3.sms_block WHEN (customer_3.phone_raw IS NULL) THEN
        'PHONE_MISSING'::text WHEN (customer_3.phone_e164 IS NULL) THEN 'PHONE_INVALID'::text WHEN
        (customer_3.phone_type IN ('FIXED_LINE_OR_MOBILE'::text, 'MOBILE'::text)) THEN NULL ELSE
        'PHONE_NOT_MOBILE'::text END IS NULL AND customer_3.group_id IS NOT NULL
    GROUP BY customer_3.group_id
    ORDER BY count(*) DESC, customer_3.group_id
  ) AS anon_1
), 'null'), ',"blocked":', coalesce((
  SELECT concat('[', string_agg(concat('{"blocker":', coalesce(to_json(anon_2.blocker), 'null'::json),
      ',"count":', coalesce(to_json(anon_2.count), 'null'::json), '}'), ','), ']') AS never_null_2
  FROM (
    SELECT anon_3.blocker AS blocker, count(*) AS count
    FROM customer AS customer_4
    JOIN LATERAL (
      SELECT blocker
      FROM (VALUES (CASE WHEN (customer_4.sms_block IS NOT NULL) THEN customer_4.sms_block WHEN
          (customer_4.phone_raw IS NULL) THEN 'PHONE_MISSING'::text WHEN (customer_4.phone_e164 IS NULL) THEN
          'PHONE_INVALID'::text WHEN (customer_4.phone_type IN ('FIXED_LINE_OR_MOBILE'::text, 'MOBILE'::text))
          THEN NULL ELSE 'PHONE_NOT_MOBILE'::text END), (CASE WHEN (customer_4.email_block IS NOT NULL) THEN
          customer_4.email_block WHEN (customer_4.email IS NULL) THEN 'EMAIL_MISSING'::text WHEN
          (customer_4.email_normal IS NULL) THEN 'EMAIL_INVALID'::text ELSE NULL END)) AS reason (blocker)
    ) AS anon_3 ON true
    WHERE customer_4.merchant_id = $1::UUID AND customer_4.group_id IS NOT NULL AND CASE WHEN
        (customer_4.sms_block IS NOT NULL) THEN customer_4.sms_block WHEN (customer_4.phone_raw IS NULL) THEN
        'PHONE_MISSING'::text WHEN (customer_4.phone_e164 IS NULL) THEN 'PHONE_INVALID'::text WHEN
        (customer_4.phone_type IN ('FIXED_LINE_OR_MOBILE'::text, 'MOBILE'::text)) THEN NULL ELSE
        'PHONE_NOT_MOBILE'::text END IS NULL AND anon_3.blocker IS NOT NULL
    GROUP BY anon_3.blocker
    ORDER BY count(*) DESC, anon_3.blocker
  ) AS anon_2
), 'null'), '}'), '}') AS TEXT), 'UTF8'::text) AS answer
