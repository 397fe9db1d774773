-- Roles with the least that each needs: <prefix>producer, <prefix>worker, <prefix>operator and <prefix>monitor, which cannot log
-- in. Whom they are granted to is up to you: grant celers_producer to shop;
--
-- Run it after each migration, with the search path on the schema of the tables, as their owner:
--
--   PGOPTIONS='-c search_path=celers' psql -X -v ON_ERROR_STOP=1 -f roles.sql
--
-- A role that does not exist yet is made, which takes CREATEROLE. What one of them may do in the schema is then exactly what stands
-- here, however often this runs; it is one statement, so all of it holds or nothing. Roles belong to the whole cluster: two
-- databases share them unless their schemas have different names, or '-c celers.role_prefix=shop_' is given.

do $$
declare
  tables_in constant text := current_schema();
  prefix constant text := coalesce(nullif(current_setting('celers.role_prefix', true), ''), tables_in || '_');
  roles constant text[] := array['producer', 'worker', 'operator', 'monitor'];
  grantee text;
  ours record;
  allowed record;
begin
  if to_regclass(format('%I.celers_tasks', tables_in)) is null then
    raise exception 'no celers_tasks in schema %: set the search_path to the schema of the tables, and migrate it first', tables_in;
  end if;

  foreach grantee in array roles loop
    grantee := prefix || grantee;
    if not exists (select from pg_roles where rolname = grantee) then
      execute format('create role %I nologin', grantee);
    end if;
    execute format('grant usage on schema %I to %I', tables_in, grantee);
    for ours in
      select c.oid::regclass as relation
      from pg_class c
      where c.relnamespace = tables_in::regnamespace and c.relkind = 'r' and starts_with(c.relname, 'celers_')
    loop
      execute format('revoke all on table %s from %I', ours.relation, grantee);
    end loop;
    -- They run with the rights of their caller, so they let nobody do more.
    for ours in
      select p.oid::regprocedure as routine
      from pg_proc p
      where p.pronamespace = tables_in::regnamespace and p.prorettype <> 'trigger'::regtype and starts_with(p.proname, 'celers_')
    loop
      execute format('grant execute on function %s to %I', ours.routine, grantee);
    end loop;
  end loop;

  for allowed in
    select g.role, g.privileges, g.relation
    from (values
      -- Enqueues. Reads no payload, result, header or error, not even of its own tasks. SELECT is what RETURNING, a duplicate, a
      -- queue's settings and metrics need. UPDATE of one column is what FOR KEY SHARE asks for, by which an id of the
      -- caller's own is kept where it is; that of a text which means something in cancelled tasks only does the least harm.
      ('producer', 'insert (id, queue, task_name, task_version, codec, payload, content_hash, priority, max_retries, retry_policy,
                    scheduled_at, visible_at, expires_at, metadata)', 'celers_tasks'),
      ('producer', 'select (id, queue, state, priority, visible_at, content_hash, xmin)', 'celers_tasks'),
      ('producer', 'update (cancel_reason)', 'celers_tasks'),
      ('producer', 'select (id, content_hash)', 'celers_dead_letter_queue'),
      ('producer', 'select (id, content_hash)', 'celers_task_archive'),
      ('producer', 'select, insert (queue, key, task_id, expires_at), update (task_id, created_at, expires_at)',
        'celers_deduplication'),
      ('producer', 'select (queue, default_priority, max_length, retention_micros)', 'celers_queues'),
      ('producer', 'select (topic, until)', 'celers_sleepers'),
      ('producer', 'select', 'celers_schema_version'),
      -- While history is on, its triggers run with the rights of who changes a task.
      ('producer', 'select (id, task_id, to_state), insert', 'celers_task_history'),

      -- Claims, settles, ticks and sweeps, and enqueues what its handlers ask for. Neither changes queues and schedules nor takes
      -- dead letters back or deletes them; a task that dies under the id of a dead letter replaces it, hence UPDATE.
      ('worker', 'select, insert, update, delete', 'celers_tasks'),
      ('worker', 'select, insert, update', 'celers_dead_letter_queue'),
      ('worker', 'select (id, content_hash, state, settled_receipt)', 'celers_task_archive'),
      ('worker', 'select, insert, update, delete', 'celers_task_results'),
      ('worker', 'select, delete', 'celers_task_results_archive'),
      ('worker', 'select, insert, update, delete', 'celers_deduplication'),
      ('worker', 'select', 'celers_queues'),
      ('worker', 'select, update (next_at, last_at)', 'celers_schedules'),
      ('worker', 'select, insert, update, delete', 'celers_sleepers'),
      ('worker', 'select, insert, update, delete', 'celers_workers'),
      ('worker', 'select', 'celers_schema_version'),
      ('worker', 'select (id, task_id, to_state), insert', 'celers_task_history'),

      -- Whatever the broker can do, but no DDL: history is switched by the owner.
      ('operator', 'select, insert, update, delete', 'celers_tasks'),
      ('operator', 'select, insert, update, delete', 'celers_dead_letter_queue'),
      ('operator', 'select, insert, update, delete', 'celers_task_archive'),
      ('operator', 'select, insert, update, delete', 'celers_task_results'),
      ('operator', 'select, insert, update, delete', 'celers_task_results_archive'),
      ('operator', 'select, insert, update, delete', 'celers_deduplication'),
      ('operator', 'select, insert, update, delete', 'celers_queues'),
      ('operator', 'select, insert, update, delete', 'celers_schedules'),
      ('operator', 'select, insert, update, delete', 'celers_sleepers'),
      ('operator', 'select, insert, update, delete', 'celers_workers'),
      ('operator', 'select, insert, update, delete', 'celers_maintenance'),
      ('operator', 'select, insert, update, delete', 'celers_task_history'),
      ('operator', 'select', 'celers_schema_version'),

      -- Sees how many, how old and where: no payload, header, tag, key, result or text that a handler wrote.
      ('monitor', 'select (id, queue, task_name, state, priority, deliveries, max_retries, created_at, scheduled_at, visible_at,
                   expires_at, started_at, completed_at, worker_id)', 'celers_tasks'),
      ('monitor', 'select (id, queue, task_name, priority, deliveries, max_retries, created_at, scheduled_at, expires_at, started_at,
                   worker_id, died_at, cause)', 'celers_dead_letter_queue'),
      ('monitor', 'select (id, queue, task_name, state, priority, deliveries, max_retries, created_at, scheduled_at, expires_at,
                   started_at, completed_at, worker_id, archived_at)', 'celers_task_archive'),
      ('monitor', 'select (task_id, task_name, status, run_time_micros, created_at, expires_at)', 'celers_task_results'),
      ('monitor', 'select (name, expression, zone, queue, task_name, next_at, last_at, paused_at)', 'celers_schedules'),
      ('monitor', 'select', 'celers_queues'),
      ('monitor', 'select', 'celers_sleepers'),
      ('monitor', 'select', 'celers_workers'),
      ('monitor', 'select', 'celers_maintenance'),
      ('monitor', 'select', 'celers_task_history'),
      ('monitor', 'select', 'celers_schema_version')
    ) as g (role, privileges, relation)
  loop
    execute format('grant %s on %I.%I to %I', allowed.privileges, tables_in, allowed.relation, prefix || allowed.role);
  end loop;

  -- Since PostgreSQL 17, VACUUM and ANALYZE are no longer the owner's alone.
  if current_setting('server_version_num')::integer >= 170000 then
    for ours in
      select c.oid::regclass as relation
      from pg_class c
      where c.relnamespace = tables_in::regnamespace and c.relkind = 'r' and starts_with(c.relname, 'celers_')
    loop
      execute format('grant maintain on table %s to %I', ours.relation, prefix || 'operator');
    end loop;
  end if;
end;
$$;
