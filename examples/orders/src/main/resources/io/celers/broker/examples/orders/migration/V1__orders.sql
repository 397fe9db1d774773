create table orders (
  id           bigint generated always as identity,
  customer     text           not null,
  amount       numeric(10, 2) not null,
  invoice_task uuid,

  constraint orders_pkey primary key (id)
);

comment on table orders is 'What customers ordered.';
comment on column orders.invoice_task is
  'The task that sends the invoice. No foreign key: finished tasks are removed one day, orders are not.';
