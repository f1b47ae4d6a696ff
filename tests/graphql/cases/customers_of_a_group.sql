SELECT convert_to(CAST(coalesce((
  SELECT concat('{"name":', to_json(customer_group_1.name), ',"customers":', coalesce((
    SELECT concat('{"totalCount":', coalesce(to_json((
      SELECT CAST(coalesce(sum(customer_count_1.customers), $1::INTEGER) AS BIGINT) AS coalesce_1
      FROM customer_count AS customer_count_1
      WHERE customer_count_1.merchant_id = $2::UUID AND customer_count_1.group_id = customer_group_1.id
    )), 'null'::json), ',"nodes":', concat('[', string_agg(concat('{"id":"', 'cus_'::text || CAST(anon_1.id AS
        TEXT), '","displayName":', to_json(anon_1.display_name), ',"phone":', coalesce(CASE WHEN
        (anon_1.phone_raw IS NOT NULL) THEN concat('{"e164":', coalesce(to_json(anon_1.phone_e164),
        'null'::json), ',"national":', concat('[', coalesce(to_json(0), 'null'::json), ',',
        coalesce(to_json(anon_1.phone_e164), 'null'::json), ']'), '}') ELSE NULL END, 'null'), '}'), ','),
        ']'), '}') AS json_object_2
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
          customer_1.email_suppression AS email_suppression
      FROM customer AS customer_1
      WHERE customer_1.merchant_id = $2::UUID AND customer_1.group_id = customer_group_1.id
      ORDER BY customer_1.sort_name ASC, customer_1.id ASC
      LIMIT $3::BIGINT
    ) AS anon_1
    HAVING true
  ), 'null'), '}') AS json_object_1
  FROM customer_group AS customer_group_1
  WHERE customer_group_1.merchant_id = $2::UUID AND customer_group_1.name_key = $4::VARCHAR
), 'null') AS TEXT), 'UTF8'::text) AS answer
