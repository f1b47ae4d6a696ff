SELECT convert_to(CAST(coalesce((
  SELECT concat('{"edges":', concat('[', string_agg(concat('{"cursor":',
      coalesce(to_json(translate(encode(convert_to(CAST(json_build_array('customers RELEVANCE asc'::text,
      CAST(CASE WHEN starts_with(anon_1.sort_name, $1::VARCHAR) THEN $2::INTEGER WHEN
      (strpos(anon_1.search_text, $3::VARCHAR) > $4::INTEGER) THEN $5::INTEGER ELSE $6::INTEGER END AS
      BIGINT), anon_1.sort_name, anon_1.id) AS TEXT), 'UTF8'), 'base64'), E'+/=\n', '-_')), 'null'::json),
      ',"node":', concat('{"displayName":', to_json(anon_1.display_name), '}'), '}'), ',') FILTER (WHERE
      anon_1.place <= $7::BIGINT), ']'), ',"pageInfo":', concat('{"hasNextPage":', coalesce(to_json(count(*) >
      $8::BIGINT), 'null'::json), ',"endCursor":', coalesce(to_json(CASE WHEN (least(count(*), $9::BIGINT) >
      $10::INTEGER) THEN translate(encode(convert_to(CAST(json_build_array('customers RELEVANCE asc'::text,
      (array_agg(CAST(CASE WHEN starts_with(anon_1.sort_name, $11::VARCHAR) THEN $12::INTEGER WHEN
      (strpos(anon_1.search_text, $13::VARCHAR) > $14::INTEGER) THEN $15::INTEGER ELSE $16::INTEGER END AS
      BIGINT)))[CAST(least(count(*), $9::BIGINT) AS INTEGER)],
      (array_agg(anon_1.sort_name))[CAST(least(count(*), $9::BIGINT) AS INTEGER)],
      (array_agg(anon_1.id))[CAST(least(count(*), $9::BIGINT) AS INTEGER)]) AS TEXT), 'UTF8'), 'base64'),
      E'+/=\n', '-_') ELSE NULL END), 'null'::json), '}'), '}') AS json_object_1
  FROM (
    SELECT customer_1.merchant_id AS merchant_id, customer_1.created_at AS created_at, customer_1.updated_at
        AS updated_at, customer_1.id AS id, customer_1.version AS version, customer_1.salutation AS
        salutation, customer_1.first_name AS first_name, customer_1.last_name AS last_name,
        customer_1.company_name AS company_name, customer_1.display_name AS display_name, customer_1.sort_name
        AS sort_name, customer_1.search_text AS search_text, customer_1.phone_raw AS phone_raw,
        customer_1.phone_e164 AS phone_e164, customer_1.phone_type AS phone_type, customer_1.phone_region AS
        phone_region, customer_1.email AS email, customer_1.email_normal AS email_normal,
        customer_1.address_line1 AS address_line1, customer_1.address_line2 AS address_line2,
        customer_1.address_postal_code AS address_postal_code, customer_1.address_city AS address_city,
        customer_1.address_region AS address_region, customer_1.address_country AS address_country,
        customer_1.locale AS locale, customer_1.external_reference AS external_reference, customer_1.note AS
        note, customer_1.vat_id AS vat_id, customer_1.group_id AS group_id, customer_1.creation_source AS
        creation_source, customer_1.custom_fields AS custom_fields, customer_1.sms_block AS sms_block,
        customer_1.email_block AS email_block, customer_1.sms_suppression AS sms_suppression,
        customer_1.email_suppression AS email_suppression, row_number() OVER (ORDER BY CAST(CASE WHEN
        starts_with(customer_1.sort_name, $17::VARCHAR) THEN $18::INTEGER WHEN (strpos(customer_1.search_text,
        $19::VARCHAR) > $20::INTEGER) THEN $21::INTEGER ELSE $22::INTEGER END AS BIGINT) ASC,
        customer_1.sort_name ASC, customer_1.id ASC) AS place
    FROM customer AS customer_1
    WHERE customer_1.merchant_id = $23::UUID AND customer_1.id IN (
      SELECT anon_2.id
      FROM search_customer($24::TEXT[], $25::TEXT[]) AS anon_2(id)
    )
    ORDER BY CAST(CASE WHEN starts_with(customer_1.sort_name, $17::VARCHAR) THEN $18::INTEGER WHEN
        (strpos(customer_1.search_text, $19::VARCHAR) > $20::INTEGER) THEN $21::INTEGER ELSE $22::INTEGER END
        AS BIGINT) ASC, customer_1.sort_name ASC, customer_1.id ASC
    LIMIT $26::BIGINT
  ) AS anon_1
  HAVING true
), 'null') AS TEXT), 'UTF8'::text) AS answer
