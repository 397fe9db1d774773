create type celers_result_status as enum ('PENDING', 'STARTED', 'SUCCESS', 'FAILURE', 'RETRY', 'REVOKED');

comment on type celers_result_status is 'What is known of the outcome of a task.';

revoke usage on type celers_result_status from public;

create table celers_task_results (
  task_id         uuid                 not null,
  task_name       text     collate "C" not null,
  status          celers_result_status not null,
  result          jsonb,
  error_message   text,
  stack_trace     text,
  run_time_micros bigint,
  created_at      timestamptz          not null default celers_now(),
  expires_at      timestamptz,

  constraint celers_task_results_pkey primary key (task_id),
  constraint celers_task_results_task_name_length check (octet_length(task_name) between 1 and 255),
  constraint celers_task_results_result_length check (pg_column_size(result) <= 67108864),
  constraint celers_task_results_error_message_length check (octet_length(error_message) <= 65536),
  constraint celers_task_results_stack_trace_length check (octet_length(stack_trace) <= 262144),
  constraint celers_task_results_run_time_range check (run_time_micros >= 0),
  constraint celers_task_results_times_finite check (isfinite(created_at) and isfinite(expires_at))
) with (
  autovacuum_vacuum_scale_factor = 0.02,
  autovacuum_vacuum_insert_scale_factor = 0.1,
  autovacuum_analyze_scale_factor = 0.02
);

comment on table celers_task_results is 'What a task returned, or how it failed.';
comment on column celers_task_results.task_id is 'The task; no foreign key, because a result may outlive it.';
comment on column celers_task_results.task_name is 'Name of the task.';
comment on column celers_task_results.status is 'What is known of the outcome.';
comment on column celers_task_results.result is 'What the task returned.';
comment on column celers_task_results.error_message is 'Why it failed.';
comment on column celers_task_results.stack_trace is 'Where it failed, cut to a limit.';
comment on column celers_task_results.run_time_micros is 'How long the handler ran, in microseconds.';
comment on column celers_task_results.created_at is 'When the result was stored.';
comment on column celers_task_results.expires_at is 'When the result may be deleted; null means never.';

-- Serves the purge; results that never expire are not in it.
create index celers_task_results_expiry_idx on celers_task_results (expires_at) where expires_at is not null;

create table celers_task_results_archive (
  like celers_task_results including comments including constraints,
  archived_at timestamptz not null default celers_now(),

  constraint celers_task_results_archive_pkey primary key (task_id)
) with (
  autovacuum_vacuum_insert_scale_factor = 0.1,
  autovacuum_analyze_scale_factor = 0.05
);

create index celers_task_results_archive_expiry_idx on celers_task_results_archive (expires_at)
  where expires_at is not null;

comment on table celers_task_results_archive is 'Results moved out of the way when they were old, complete.';
comment on column celers_task_results_archive.archived_at is 'When the result was moved here.';

create function celers_result_rows(
  task_ids uuid[], receipts uuid[], task_names text[], statuses text[], results jsonb[],
  error_messages text[], stack_traces text[], run_times_micros bigint[], ttls_micros bigint[])
returns table (
  task_id uuid, receipt uuid, task_name text, status celers_result_status, result jsonb,
  error_message text, stack_trace text, run_time_micros bigint, created_at timestamptz, expires_at timestamptz)
language sql stable parallel safe
begin atomic
  select r.task_id, r.receipt, r.task_name, r.status::celers_result_status, r.result,
    r.error_message, r.stack_trace, r.run_time_micros, celers_now(),
    celers_now() + r.ttl_micros * interval '1 microsecond'
  from unnest(
    task_ids, receipts, task_names, statuses, results,
    error_messages, stack_traces, run_times_micros, ttls_micros)
  as r (
    task_id, receipt, task_name, status, result,
    error_message, stack_trace, run_time_micros, ttl_micros);
end;

comment on function celers_result_rows(
  uuid[], uuid[], text[], text[], jsonb[], text[], text[], bigint[], bigint[]) is
  'The rows of results that are stored, each with the receipt of the delivery that it belongs to, if any.';

revoke execute on function celers_result_rows(
  uuid[], uuid[], text[], text[], jsonb[], text[], text[], bigint[], bigint[]) from public;
