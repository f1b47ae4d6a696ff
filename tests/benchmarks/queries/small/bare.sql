select json_build_object('id', 'cus_' || id, 'displayName', display_name, 'email', email)
from customer
where merchant_id = $1::uuid and id = $2::uuid
