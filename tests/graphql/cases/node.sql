SELECT convert_to(CAST(coalesce(coalesce((
  SELECT concat('{"__typename":', coalesce(to_json('Customer'::text), 'null'::json), ',"id":"', 'cus_'::text
      || CAST(customer_1.id AS TEXT), '","displayName":', to_json(customer_1.display_name), '}') AS
      json_object_1
  FROM customer AS customer_1
  WHERE customer_1.merchant_id = $1::UUID AND customer_1.id = $2::UUID
), (
  SELECT concat('{"__typename":', coalesce(to_json('CustomerGroup'::text), 'null'::json), ',"id":"',
      'grp_'::text || CAST(customer_group_1.id AS TEXT), '","name":', to_json(customer_group_1.name), '}') AS
      json_object_2
  FROM customer_group AS customer_group_1
  WHERE customer_group_1.merchant_id = $1::UUID AND customer_group_1.id = $3::UUID
), (
  SELECT concat('{"__typename":', coalesce(to_json('Payment'::text), 'null'::json), ',"id":"', 'pay_'::text ||
      CAST(payment_1.id AS TEXT), '"}') AS json_object_3
  FROM payment AS payment_1
  WHERE payment_1.merchant_id = $1::UUID AND payment_1.id = $4::UUID
), (
  SELECT concat('{"__typename":', coalesce(to_json('PaymentRequest'::text), 'null'::json), ',"id":"',
      'req_'::text || CAST(payment_request_1.id AS TEXT), '"}') AS json_object_4
  FROM payment_request AS payment_request_1
  WHERE payment_request_1.merchant_id = $1::UUID AND payment_request_1.id = $5::UUID
), (
  SELECT concat('{"__typename":', coalesce(to_json('CustomFieldDefinition'::text), 'null'::json), ',"id":"',
      'fld_'::text || CAST(custom_field_definition_1.id AS TEXT), '"}') AS json_object_5
  FROM custom_field_definition AS custom_field_definition_1
  WHERE custom_field_definition_1.merchant_id = $1::UUID AND custom_field_definition_1.id = $6::UUID
), (
  SELECT concat('{"__typename":', coalesce(to_json('MessageTemplate'::text), 'null'::json), ',"id":"',
      'tpl_'::text || CAST(message_template_1.id AS TEXT), '"}') AS json_object_6
  FROM message_template AS message_template_1
  WHERE message_template_1.merchant_id = $1::UUID AND message_template_1.id = $7::UUID
), (
  SELECT concat('{"__typename":', coalesce(to_json('CustomerImport'::text), 'null'::json), ',"id":"',
      'imp_'::text || CAST(customer_import_1.id AS TEXT), '"}') AS json_object_7
  FROM customer_import AS customer_import_1
  WHERE customer_import_1.merchant_id = $1::UUID AND customer_import_1.id = $8::UUID
), (
  SELECT concat('{"__typename":', coalesce(to_json('CustomerExport'::text), 'null'::json), ',"id":"',
      'exp_'::text || CAST(customer_export_1.id AS TEXT), '"}') AS json_object_8
  FROM customer_export AS customer_export_1
  WHERE customer_export_1.merchant_id = $1::UUID AND customer_export_1.id = $9::UUID
), (
  SELECT concat('{"__typename":', coalesce(to_json('PaymentRequestBatch'::text), 'null'::json), ',"id":"',
      'bat_'::text || CAST(payment_request_batch_1.id AS TEXT), '"}') AS json_object_9
  FROM payment_request_batch AS payment_request_batch_1
  WHERE payment_request_batch_1.merchant_id = $1::UUID AND payment_request_batch_1.id = $10::UUID
), (
  SELECT concat('{"__typename":', coalesce(to_json('Merchant'::text), 'null'::json), ',"id":"', 'mer_'::text
      || CAST(merchant_1.merchant_id AS TEXT), '"}') AS json_object_10
  FROM merchant AS merchant_1
  WHERE merchant_1.merchant_id = $1::UUID AND merchant_1.merchant_id = $11::UUID
)), 'null') AS TEXT), 'UTF8'::text) AS answer
