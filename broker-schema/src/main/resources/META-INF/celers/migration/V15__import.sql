-- The rows of an import, one array for each column as in the other set-based verbs. Nothing that is not due lands in the
-- past, where a claimer may have stopped looking.

create function celers_imported_task_rows(
  ids uuid[], queues text[], task_names text[], task_versions integer[], codecs text[], payloads bytea[],
  content_hashes bigint[], states text[], priorities smallint[], requeues smallint[], deliveries integer[],
  max_retries integer[],
  retry_policies text[], created_ats timestamptz[], scheduled_ats timestamptz[], visible_ats timestamptz[],
  expires_ats timestamptz[], started_ats timestamptz[], completed_ats timestamptz[], worker_ids text[],
  error_messages text[], cancel_reasons text[], metadatas jsonb[])
returns table (
  id uuid, queue text, task_name text, task_version integer, codec text, payload bytea,
  content_hash bigint, state celers_task_state, priority smallint, requeues smallint, deliveries integer,
  max_retries integer,
  retry_policy text, created_at timestamptz, scheduled_at timestamptz, visible_at timestamptz,
  expires_at timestamptz, started_at timestamptz, completed_at timestamptz, worker_id text,
  error_message text, cancel_reason text, metadata jsonb)
language sql stable parallel safe
begin atomic
  select r.id, r.queue, r.task_name, r.task_version, r.codec, r.payload,
    r.content_hash, r.state::celers_task_state, r.priority, r.requeues, r.deliveries, r.max_retries,
    r.retry_policy, r.created_at, r.scheduled_at, greatest(r.visible_at, celers_now()),
    r.expires_at, r.started_at, r.completed_at, r.worker_id,
    r.error_message, r.cancel_reason, r.metadata
  from unnest(
    ids, queues, task_names, task_versions, codecs, payloads,
    content_hashes, states, priorities, requeues, deliveries, max_retries,
    retry_policies, created_ats, scheduled_ats, visible_ats,
    expires_ats, started_ats, completed_ats, worker_ids,
    error_messages, cancel_reasons, metadatas)
  as r (
    id, queue, task_name, task_version, codec, payload,
    content_hash, state, priority, requeues, deliveries, max_retries,
    retry_policy, created_at, scheduled_at, visible_at,
    expires_at, started_at, completed_at, worker_id,
    error_message, cancel_reason, metadata);
end;

create function celers_imported_dead_letter_rows(
  ids uuid[], queues text[], task_names text[], task_versions integer[], codecs text[], payloads bytea[],
  content_hashes bigint[], priorities smallint[], requeues smallint[], deliveries integer[], max_retries integer[],
  retry_policies text[], created_ats timestamptz[], scheduled_ats timestamptz[], expires_ats timestamptz[],
  started_ats timestamptz[], worker_ids text[], error_messages text[], metadatas jsonb[],
  died_ats timestamptz[], causes text[])
returns table (
  id uuid, queue text, task_name text, task_version integer, codec text, payload bytea,
  content_hash bigint, priority smallint, requeues smallint, deliveries integer, max_retries integer,
  retry_policy text, created_at timestamptz, scheduled_at timestamptz, expires_at timestamptz,
  started_at timestamptz, worker_id text, error_message text, metadata jsonb,
  died_at timestamptz, cause text)
language sql immutable parallel safe
begin atomic
  select r.id, r.queue, r.task_name, r.task_version, r.codec, r.payload,
    r.content_hash, r.priority, r.requeues, r.deliveries, r.max_retries,
    r.retry_policy, r.created_at, r.scheduled_at, r.expires_at,
    r.started_at, r.worker_id, r.error_message, r.metadata,
    r.died_at, r.cause
  from unnest(
    ids, queues, task_names, task_versions, codecs, payloads,
    content_hashes, priorities, requeues, deliveries, max_retries,
    retry_policies, created_ats, scheduled_ats, expires_ats,
    started_ats, worker_ids, error_messages, metadatas,
    died_ats, causes)
  as r (
    id, queue, task_name, task_version, codec, payload,
    content_hash, priority, requeues, deliveries, max_retries,
    retry_policy, created_at, scheduled_at, expires_at,
    started_at, worker_id, error_message, metadata,
    died_at, cause);
end;

create function celers_imported_result_rows(
  task_ids uuid[], task_names text[], statuses text[], results jsonb[], error_messages text[],
  stack_traces text[], run_times_micros bigint[], created_ats timestamptz[], expires_ats timestamptz[])
returns table (
  task_id uuid, task_name text, status celers_result_status, result jsonb, error_message text,
  stack_trace text, run_time_micros bigint, created_at timestamptz, expires_at timestamptz)
language sql immutable parallel safe
begin atomic
  select r.task_id, r.task_name, r.status::celers_result_status, r.result, r.error_message,
    r.stack_trace, r.run_time_micros, r.created_at, r.expires_at
  from unnest(
    task_ids, task_names, statuses, results, error_messages,
    stack_traces, run_times_micros, created_ats, expires_ats)
  as r (
    task_id, task_name, status, result, error_message,
    stack_trace, run_time_micros, created_at, expires_at);
end;

comment on function celers_imported_task_rows(
  uuid[], text[], text[], integer[], text[], bytea[], bigint[], text[], smallint[], smallint[], integer[], integer[], text[],
  timestamptz[], timestamptz[], timestamptz[], timestamptz[], timestamptz[], timestamptz[], text[], text[], text[], jsonb[]) is
  'The rows of an import of tasks; a task is visible when it was, but not before now.';
comment on function celers_imported_dead_letter_rows(
  uuid[], text[], text[], integer[], text[], bytea[], bigint[], smallint[], smallint[], integer[], integer[], text[],
  timestamptz[], timestamptz[], timestamptz[], timestamptz[], text[], text[], jsonb[], timestamptz[], text[]) is
  'The rows of an import of dead letters.';
comment on function celers_imported_result_rows(
  uuid[], text[], text[], jsonb[], text[], text[], bigint[], timestamptz[], timestamptz[]) is
  'The rows of an import of results.';

revoke execute on function celers_imported_task_rows(
  uuid[], text[], text[], integer[], text[], bytea[], bigint[], text[], smallint[], smallint[], integer[], integer[], text[],
  timestamptz[], timestamptz[], timestamptz[], timestamptz[], timestamptz[], timestamptz[], text[], text[], text[], jsonb[]) from public;
revoke execute on function celers_imported_dead_letter_rows(
  uuid[], text[], text[], integer[], text[], bytea[], bigint[], smallint[], smallint[], integer[], integer[], text[],
  timestamptz[], timestamptz[], timestamptz[], timestamptz[], text[], text[], jsonb[], timestamptz[], text[]) from public;
revoke execute on function celers_imported_result_rows(
  uuid[], text[], text[], jsonb[], text[], text[], bigint[], timestamptz[], timestamptz[]) from public;
