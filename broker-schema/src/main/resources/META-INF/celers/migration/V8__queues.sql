create table celers_queues (
  queue            text collate "C" not null,
  paused_at        timestamptz,
  paused_by        text,
  pause_reason     text,
  retention_micros bigint,
  default_priority smallint,
  max_length       bigint,
  updated_at       timestamptz      not null default celers_now(),

  constraint celers_queues_pkey primary key (queue),
  constraint celers_queues_queue_length check (octet_length(queue) between 1 and 255),
  constraint celers_queues_paused_by_length check (octet_length(paused_by) <= 255),
  constraint celers_queues_pause_reason_length check (octet_length(pause_reason) <= 4096),
  constraint celers_queues_retention_range check (retention_micros >= 0),
  constraint celers_queues_default_priority_range check (default_priority between 0 and 9),
  constraint celers_queues_max_length_range check (max_length between 0 and 1000000),
  constraint celers_queues_pause_complete check (paused_at is not null or (paused_by is null and pause_reason is null))
);

comment on table celers_queues is 'One row for each queue that has settings of its own; a queue without a row has the defaults.';
comment on column celers_queues.queue is 'The queue.';
comment on column celers_queues.paused_at is 'Since when nothing is claimed from the queue; null means it runs.';
comment on column celers_queues.paused_by is 'Who paused it.';
comment on column celers_queues.pause_reason is 'Why it was paused.';
comment on column celers_queues.retention_micros is 'How long finished tasks of the queue stay, in microseconds, whatever the retention policy says; 0 deletes them without archiving; null leaves it to the policy.';
comment on column celers_queues.default_priority is 'Priority of tasks that ask for none.';
comment on column celers_queues.max_length is 'How many tasks, pending or processing, the queue may have before an enqueue is refused; null means no limit.';
comment on column celers_queues.updated_at is 'When the settings were last changed.';

-- One row of an enqueue, for a statement of its own: a plan for one row is made once and kept, a plan for arrays is made
-- anew each time, which costs more than the insert. A task that asks for no priority gets that of its queue, else 4, the
-- middle. The look-up is a subquery, so that a task that asks for one does not pay for it, and so that it is one probe of
-- a primary key whatever else the statement does.

create function celers_task_row(
  id uuid, queue text, task_name text, task_version integer, codec text, payload bytea,
  content_hash bigint, priority smallint, max_retries integer, retry_policy text,
  delay_micros bigint, due_at timestamptz, ttl_micros bigint, expiry timestamptz, metadata jsonb,
  idempotency_key text, idempotency_ttl_micros bigint)
returns table (
  id uuid, queue text, task_name text, task_version integer, codec text, payload bytea,
  content_hash bigint, priority smallint, max_retries integer, retry_policy text,
  scheduled_at timestamptz, visible_at timestamptz, expires_at timestamptz, metadata jsonb,
  idempotency_key text, idempotency_expires_at timestamptz)
language sql stable parallel safe
begin atomic
  select celers_task_row.id, celers_task_row.queue, celers_task_row.task_name, celers_task_row.task_version,
    celers_task_row.codec, celers_task_row.payload, celers_task_row.content_hash,
    coalesce(
      celers_task_row.priority,
      (select q.default_priority from celers_queues q where q.queue = celers_task_row.queue),
      4::smallint),
    celers_task_row.max_retries, celers_task_row.retry_policy,
    coalesce(due_at, celers_now() + delay_micros * interval '1 microsecond'),
    greatest(coalesce(due_at, celers_now() + delay_micros * interval '1 microsecond'), celers_now()),
    coalesce(expiry, celers_now() + ttl_micros * interval '1 microsecond'),
    celers_task_row.metadata,
    celers_task_row.idempotency_key, celers_now() + idempotency_ttl_micros * interval '1 microsecond';
end;

comment on function celers_task_row(
  uuid, text, text, integer, text, bytea, bigint, smallint, integer, text,
  bigint, timestamptz, bigint, timestamptz, jsonb, text, bigint) is
  'The row of an enqueue: a due time or a delay, an expiry or a time to live, by the clock of the database; the priority of the queue where none is asked for.';

revoke execute on function celers_task_row(
  uuid, text, text, integer, text, bytea, bigint, smallint, integer, text,
  bigint, timestamptz, bigint, timestamptz, jsonb, text, bigint) from public;

-- The same for many, one array for each column as in the other set-based verbs.

create function celers_task_rows(
  ids uuid[], queues text[], task_names text[], task_versions integer[], codecs text[], payloads bytea[],
  content_hashes bigint[], priorities smallint[], max_retries integer[], retry_policies text[],
  delays_micros bigint[], due_ats timestamptz[], ttls_micros bigint[], expiries timestamptz[], metadatas jsonb[],
  idempotency_keys text[], idempotency_ttls_micros bigint[])
returns table (
  id uuid, queue text, task_name text, task_version integer, codec text, payload bytea,
  content_hash bigint, priority smallint, max_retries integer, retry_policy text,
  scheduled_at timestamptz, visible_at timestamptz, expires_at timestamptz, metadata jsonb,
  idempotency_key text, idempotency_expires_at timestamptz)
language sql stable parallel safe
begin atomic
  select t.id, t.queue, t.task_name, t.task_version, t.codec, t.payload,
    t.content_hash, t.priority, t.max_retries, t.retry_policy,
    t.scheduled_at, t.visible_at, t.expires_at, t.metadata, t.idempotency_key, t.idempotency_expires_at
  from unnest(
    ids, queues, task_names, task_versions, codecs, payloads,
    content_hashes, priorities, max_retries, retry_policies,
    delays_micros, due_ats, ttls_micros, expiries, metadatas,
    idempotency_keys, idempotency_ttls_micros)
  as r (
    id, queue, task_name, task_version, codec, payload,
    content_hash, priority, max_retries, retry_policy,
    delay_micros, due_at, ttl_micros, expiry, metadata,
    idempotency_key, idempotency_ttl_micros),
  celers_task_row(
    r.id, r.queue, r.task_name, r.task_version, r.codec, r.payload,
    r.content_hash, r.priority, r.max_retries, r.retry_policy,
    r.delay_micros, r.due_at, r.ttl_micros, r.expiry, r.metadata,
    r.idempotency_key, r.idempotency_ttl_micros) as t;
end;

comment on function celers_task_rows(
  uuid[], text[], text[], integer[], text[], bytea[], bigint[], smallint[], integer[], text[],
  bigint[], timestamptz[], bigint[], timestamptz[], jsonb[], text[], bigint[]) is
  'The rows of an enqueue of many, as celers_task_row has them.';

revoke execute on function celers_task_rows(
  uuid[], text[], text[], integer[], text[], bytea[], bigint[], smallint[], integer[], text[],
  bigint[], timestamptz[], bigint[], timestamptz[], jsonb[], text[], bigint[]) from public;
