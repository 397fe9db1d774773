-- What the harness keeps beside the broker's tables. The trigger is a witness of its own: what it writes is committed
-- together with what the broker changed, whatever the broker says about it.

create schema reliability;

create table reliability.orders (
  number  bigint  not null,
  kind    text    not null,
  poison  boolean not null,
  task    uuid    not null,
  payload bytea   not null
);

-- no unique constraint: what is written twice has to show
create table reliability.effects (
  task    uuid not null,
  receipt uuid not null
);

create table reliability.transitions (
  sequence        bigint generated always as identity primary key,
  at              timestamptz not null default clock_timestamp(),
  task            uuid        not null,
  old_state       text,
  new_state       text,
  old_receipt     uuid,
  new_receipt     uuid,
  settled_receipt uuid,
  deliveries      integer     not null,
  old_lease       timestamptz,
  worker          text
);

create table reliability.schedules (
  first_at timestamptz not null
);

create function reliability.witness_schedule() returns trigger language plpgsql as $$
begin
  insert into reliability.schedules values (new.next_at);
  return null;
end $$;

create trigger witness after insert on celers.celers_schedules
  for each row execute function reliability.witness_schedule();

create function reliability.witness() returns trigger language plpgsql as $$
begin
  if tg_op = 'DELETE' then
    insert into reliability.transitions (task, old_state, old_receipt, settled_receipt, deliveries, old_lease, worker)
    values (old.id, old.state, old.receipt, old.settled_receipt, old.deliveries, old.visible_at, old.worker_id);
  elsif tg_op = 'INSERT' then
    insert into reliability.transitions (task, new_state, new_receipt, settled_receipt, deliveries, worker)
    values (new.id, new.state, new.receipt, new.settled_receipt, new.deliveries, new.worker_id);
  else
    insert into reliability.transitions
      (task, old_state, new_state, old_receipt, new_receipt, settled_receipt, deliveries, old_lease, worker)
    values (new.id, old.state, new.state, old.receipt, new.receipt, new.settled_receipt, new.deliveries, old.visible_at,
      new.worker_id);
  end if;
  return null;
end $$;

create trigger witness after insert or update or delete on celers.celers_tasks
  for each row execute function reliability.witness();
