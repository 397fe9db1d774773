-- What lets a client count the tasks that it enqueued in transactions of others: it notes who wrote a task, and asks later how
-- that ended. Neither writes anything.

create function celers_writer(task uuid) returns bigint
  language sql stable
begin atomic
  -- A savepoint has an id of its own, later than that of its transaction and less than 2^32 after it. The row holds the lower 32 bits.
  select w.own + (t.xmin::text::bigint - w.own % 4294967296 + 4294967296) % 4294967296
  from celers_tasks t
  cross join (select pg_current_xact_id_if_assigned()::text::bigint as own) w
  where t.id = task;
end;

comment on function celers_writer(uuid) is
  'The transaction or savepoint in which the current transaction inserted this task; null if it did not.';

create function celers_ended_transactions(ids bigint[]) returns table (id bigint, committed boolean)
  language sql volatile
begin atomic
  select e.id, coalesce(e.status = 'committed', false)
  from (
    select i.id,
      -- Asking for an id that was not given out yet is an error.
      case when i.id::text::xid8 < pg_snapshot_xmax(pg_current_snapshot())
        then pg_xact_status(i.id::text::xid8) else 'in progress' end as status
    from unnest(ids) as i (id)) e
  where e.status is distinct from 'in progress';
end;

comment on function celers_ended_transactions(bigint[]) is
  'Those of the transactions and savepoints that have ended, and how; not committed if the server has forgotten.';

create function celers_transaction() returns bigint
  language sql volatile
begin atomic
  select pg_current_xact_id()::text::bigint;
end;

comment on function celers_transaction() is
  'The current transaction, under which celers_transaction_status finds it when it has ended.';

create function celers_transaction_status(id bigint) returns text
  language sql volatile
begin atomic
  -- Asking for an id that was not given out yet is an error, and none is later than one given out now.
  select case when id::text::xid8 <= pg_current_xact_id() then pg_xact_status(id::text::xid8) end;
end;

comment on function celers_transaction_status(bigint) is
  'in progress, committed or aborted; null if the server has forgotten the transaction, or has never known it.';

revoke execute on function celers_transaction() from public;
revoke execute on function celers_transaction_status(bigint) from public;
revoke execute on function celers_writer(uuid) from public;
revoke execute on function celers_ended_transactions(bigint[]) from public;
