create table orders (
  id           bigint generated always as identity,
  customer     text           not null,
  amount       numeric(10, 2) not null,
  ordered_at   timestamptz    not null default now(),
  invoice_task uuid,

  constraint orders_pkey primary key (id)
);

comment on table orders is 'What customers ordered.';
comment on column orders.invoice_task is
  'The task that makes the invoice. No foreign key: finished tasks are removed one day, orders are not.';

create table invoices (
  number    bigint generated always as identity,
  order_id  bigint      not null,
  issued_at timestamptz not null default now(),

  constraint invoices_pkey primary key (number),
  constraint invoices_order_fkey foreign key (order_id) references orders
);

comment on table invoices is
  'One for each order that was invoiced. That there are never two is what the handler''s transaction is for, so no constraint helps it.';

create index invoices_order_idx on invoices (order_id);
