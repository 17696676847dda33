create or replace view erp.open_partner_items as
-- What is open with each supplier and customer in the currency of the company, document by document; below zero where they are owed. A refund is
-- money the other way.
select i.company_id, i.supplier_id, i.customer_id, case i.kind when 'invoice' then i.open_base else -i.open_base end as amount
  from erp.invoices i where i.state = 'posted'
union all
select p.company_id, p.supplier_id, p.customer_id, case when p.is_refund then p.open_base else -p.open_base end from erp.payments p where p.state = 'posted'
