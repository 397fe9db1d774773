create table celers_task_history (
  id          bigint generated always as identity,
  task_id     uuid             not null,
  queue       text collate "C" not null,
  task_name   text collate "C" not null,
  from_state  text collate "C",
  to_state    text collate "C",
  deliveries  integer          not null,
  worker_id   text collate "C",
  changed_at  timestamptz      not null default celers_clock(),

  constraint celers_task_history_pkey primary key (id),
  constraint celers_task_history_from_state check (
    from_state in ('pending', 'processing', 'completed', 'failed', 'cancelled', 'dead_letter', 'archived')),
  constraint celers_task_history_to_state check (
    to_state in ('pending', 'processing', 'completed', 'failed', 'cancelled', 'dead_letter', 'archived')),
  constraint celers_task_history_change check (from_state is not null or to_state is not null)
) with (
  autovacuum_vacuum_insert_scale_factor = 0.1,
  autovacuum_analyze_scale_factor = 0.05
);

-- Serves the life of one task, in order.
create index celers_task_history_task_idx on celers_task_history (task_id, id);

comment on table celers_task_history is 'Audit log, one row for each change of state; empty unless history is switched on.';
comment on column celers_task_history.id is 'Order of the changes of one task.';
comment on column celers_task_history.task_id is 'The task; no foreign key, because the log outlives it.';
comment on column celers_task_history.queue is 'Queue at the time of the change.';
comment on column celers_task_history.task_name is 'Name of the task.';
comment on column celers_task_history.from_state is
  'State before: one of the task table''s, dead_letter or archived; null when the task was new, or history was off when it left.';
comment on column celers_task_history.to_state is 'State after: one of the task table''s, dead_letter or archived; null when the task was deleted for good.';
comment on column celers_task_history.deliveries is 'Claims so far.';
comment on column celers_task_history.worker_id is 'Who claimed the task last.';
comment on column celers_task_history.changed_at is 'When the state changed.';

-- What the triggers run while history is on. They are AFTER STATEMENT triggers, so they see the statement as a whole: a
-- task that went into the dead letters is there by now, a dead letter that was put back is in the task table. Transition
-- tables have no index, and the plan of a function is made once, for as many rows as there are then: where two of them
-- meet, nested loops are off; where a table is looked up by key, sequential scans are, and the look-up is a subquery,
-- which no planner turns into a join over the whole table.

create function celers_history_inserted() returns trigger
  language plpgsql
  set enable_seqscan = off
as $$
begin
  insert into celers_task_history (task_id, queue, task_name, from_state, to_state, deliveries, worker_id)
  select n.id, n.queue, n.task_name,
    (select h.to_state from celers_task_history h where h.task_id = n.id order by h.id desc limit 1),
    n.state::text, n.deliveries, n.worker_id
  from new_rows n;
  return null;
end;
$$;

create function celers_history_updated() returns trigger
  language plpgsql
  set enable_nestloop = off
as $$
begin
  insert into celers_task_history (task_id, queue, task_name, from_state, to_state, deliveries, worker_id)
  select n.id, n.queue, n.task_name, o.state::text, n.state::text, n.deliveries, n.worker_id
  from new_rows n
  join old_rows o on o.id = n.id
  where o.state <> n.state or o.receipt is distinct from n.receipt;
  return null;
end;
$$;

create function celers_history_deleted() returns trigger
  language plpgsql
  set enable_seqscan = off
as $$
begin
  insert into celers_task_history (task_id, queue, task_name, from_state, to_state, deliveries, worker_id)
  select o.id, o.queue, o.task_name, o.state::text,
    coalesce(
      (select 'dead_letter' from celers_dead_letter_queue d where d.id = o.id),
      (select 'archived' from celers_task_archive a where a.id = o.id)),
    o.deliveries, o.worker_id
  from old_rows o;
  return null;
end;
$$;

create function celers_history_purged() returns trigger
  language plpgsql
  set enable_seqscan = off
as $$
begin
  insert into celers_task_history (task_id, queue, task_name, from_state, to_state, deliveries, worker_id)
  select o.id, o.queue, o.task_name, tg_argv[0], null, o.deliveries, o.worker_id
  from old_rows o
  where (select t.id from celers_tasks t where t.id = o.id) is null;
  return null;
end;
$$;

-- Switches. While they wait for the tables, every writer waits behind them; so they wait 30 ms at most for each table, let go,
-- and try again later.

create function celers_history_enabled() returns boolean
  language sql stable
begin atomic
  select count(*) = 5
  from pg_trigger
  where tgrelid in ('celers_tasks'::regclass, 'celers_dead_letter_queue'::regclass, 'celers_task_archive'::regclass)
    and tgname in (
      'celers_history_inserted', 'celers_history_updated', 'celers_history_deleted',
      'celers_history_dead_letter_purged', 'celers_history_archive_purged')
    and tgenabled in ('O', 'A');
end;

-- Whoever works queues up behind the lock of a table that is held while the next one is waited for: 40 ms for each, and
-- the triggers are catalog work. The order of the tables is that in which the verbs lock them.

create function celers_history_enable() returns boolean
  language plpgsql
  set lock_timeout = '30ms'
as $$
begin
  for attempt in 1 .. 40 loop
    begin
      if celers_history_enabled() then
        return false;
      end if;
      lock table celers_tasks, celers_dead_letter_queue, celers_task_archive in share row exclusive mode;
      if celers_history_enabled() then
        return false;
      end if;
      create or replace trigger celers_history_inserted after insert on celers_tasks
        referencing new table as new_rows
        for each statement execute function celers_history_inserted();
      create or replace trigger celers_history_updated after update on celers_tasks
        referencing old table as old_rows new table as new_rows
        for each statement execute function celers_history_updated();
      create or replace trigger celers_history_deleted after delete on celers_tasks
        referencing old table as old_rows
        for each statement execute function celers_history_deleted();
      create or replace trigger celers_history_dead_letter_purged after delete on celers_dead_letter_queue
        referencing old table as old_rows
        for each statement execute function celers_history_purged('dead_letter');
      create or replace trigger celers_history_archive_purged after delete on celers_task_archive
        referencing old table as old_rows
        for each statement execute function celers_history_purged('archived');
      return true;
    exception when lock_not_available then
      if attempt = 40 then
        raise;
      end if;
    end;
    perform pg_sleep(0.1 + random() * 0.2);
  end loop;
end;
$$;

create function celers_history_disable() returns boolean
  language plpgsql
  set lock_timeout = '30ms'
as $$
begin
  for attempt in 1 .. 40 loop
    begin
      perform 1
      from pg_trigger
      where tgrelid in ('celers_tasks'::regclass, 'celers_dead_letter_queue'::regclass, 'celers_task_archive'::regclass)
        and tgname like 'celers\_history\_%';
      if not found then
        return false;
      end if;
      lock table celers_tasks, celers_dead_letter_queue, celers_task_archive in access exclusive mode;
      perform 1
      from pg_trigger
      where tgrelid in ('celers_tasks'::regclass, 'celers_dead_letter_queue'::regclass, 'celers_task_archive'::regclass)
        and tgname like 'celers\_history\_%';
      if not found then
        return false;
      end if;
      drop trigger if exists celers_history_inserted on celers_tasks;
      drop trigger if exists celers_history_updated on celers_tasks;
      drop trigger if exists celers_history_deleted on celers_tasks;
      drop trigger if exists celers_history_dead_letter_purged on celers_dead_letter_queue;
      drop trigger if exists celers_history_archive_purged on celers_task_archive;
      return true;
    exception when lock_not_available then
      if attempt = 40 then
        raise;
      end if;
    end;
    perform pg_sleep(0.1 + random() * 0.2);
  end loop;
end;
$$;

comment on function celers_history_inserted() is 'Trigger of history: tasks that were created or put back.';
comment on function celers_history_updated() is 'Trigger of history: tasks whose state changed, or that were claimed again after a lapsed lease.';
comment on function celers_history_deleted() is 'Trigger of history: tasks that left the task table, and where to.';
comment on function celers_history_purged() is 'Trigger of history: dead letters and archived tasks that were deleted for good.';
comment on function celers_history_enabled() is 'Whether changes of state are written down: all triggers of history exist and fire.';
comment on function celers_history_enable() is 'Makes the triggers of history; takes the owner. False if they were there.';
comment on function celers_history_disable() is 'Drops the triggers of history; takes the owner. False if they were not there.';

-- Bodies of plpgsql resolve names when they run: only in the schema of the tables, and in temporary tables last.
do $$
declare
  before text := current_setting('search_path');
begin
  perform set_config('search_path', quote_ident(current_schema()) || ', pg_temp', true);
  alter function celers_history_inserted() set search_path from current;
  alter function celers_history_updated() set search_path from current;
  alter function celers_history_deleted() set search_path from current;
  alter function celers_history_purged() set search_path from current;
  alter function celers_history_enable() set search_path from current;
  alter function celers_history_disable() set search_path from current;
  perform set_config('search_path', before, true);
end;
$$;

revoke execute on function celers_history_inserted() from public;
revoke execute on function celers_history_updated() from public;
revoke execute on function celers_history_deleted() from public;
revoke execute on function celers_history_purged() from public;
revoke execute on function celers_history_enabled() from public;
revoke execute on function celers_history_enable() from public;
revoke execute on function celers_history_disable() from public;
