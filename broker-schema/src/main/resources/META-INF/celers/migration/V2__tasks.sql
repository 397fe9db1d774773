create type celers_task_state as enum ('pending', 'processing', 'completed', 'failed', 'cancelled');

comment on type celers_task_state is
  'Life of a task. A client that does not know a literal fails loudly, so a new one takes two releases.';

revoke usage on type celers_task_state from public;

create table celers_tasks (
  id              uuid                      not null,
  queue           text        collate "C"   not null,
  task_name       text        collate "C"   not null,
  task_version    integer                   not null default 1,
  codec           text        collate "C"   not null,
  payload         bytea                     not null,
  content_hash    bigint                    not null,
  state           celers_task_state         not null default 'pending',
  priority        smallint                  not null default 4,
  requeues        smallint                  not null default 0,
  deliveries      integer                   not null default 0,
  max_retries     integer                   not null default 3,
  retry_policy    text        collate "C",
  created_at      timestamptz               not null default celers_now(),
  scheduled_at    timestamptz               not null default celers_now(),
  visible_at      timestamptz               not null default celers_now(),
  expires_at      timestamptz,
  started_at      timestamptz,
  completed_at    timestamptz,
  receipt         uuid,
  settled_receipt uuid,
  worker_id       text        collate "C",
  error_message   text,
  cancel_reason   text,
  metadata        jsonb                     not null default '{}',

  constraint celers_tasks_pkey primary key (id),
  constraint celers_tasks_queue_length check (octet_length(queue) between 1 and 255),
  constraint celers_tasks_task_name_length check (octet_length(task_name) between 1 and 255),
  constraint celers_tasks_task_version_range check (task_version >= 0),
  constraint celers_tasks_codec_length check (octet_length(codec) between 1 and 63),
  constraint celers_tasks_payload_length check (octet_length(payload) <= 67108864),
  constraint celers_tasks_priority_range check (priority between 0 and 9),
  constraint celers_tasks_requeues_range check (requeues >= 0),
  constraint celers_tasks_deliveries_range check (deliveries >= 0),
  constraint celers_tasks_max_retries_range check (max_retries between 0 and 1000000),
  constraint celers_tasks_retry_policy_length check (octet_length(retry_policy) <= 255),
  constraint celers_tasks_times_finite check (
    isfinite(created_at) and isfinite(scheduled_at) and isfinite(visible_at) and isfinite(expires_at)
    and isfinite(started_at) and isfinite(completed_at)),
  constraint celers_tasks_receipt_while_processing check ((state = 'processing') = (receipt is not null)),
  constraint celers_tasks_completed_when_final check ((completed_at is null) = (state in ('pending', 'processing'))),
  constraint celers_tasks_worker_id_length check (octet_length(worker_id) <= 255),
  constraint celers_tasks_error_message_length check (octet_length(error_message) <= 65536),
  constraint celers_tasks_cancel_reason_length check (octet_length(cancel_reason) <= 4096),
  constraint celers_tasks_metadata_object check (jsonb_typeof(metadata) = 'object'),
  constraint celers_tasks_metadata_length check (pg_column_size(metadata) <= 131072)
) with (
  -- Claims and settlements touch no column of the primary key; room on the page keeps part of them in place.
  fillfactor = 85,
  -- A queue table dies and is born all day: vacuum it at a hundredth, analyse it at half of that.
  autovacuum_vacuum_scale_factor = 0.01,
  autovacuum_vacuum_threshold = 1000,
  autovacuum_vacuum_insert_scale_factor = 0.05,
  autovacuum_analyze_scale_factor = 0.005,
  autovacuum_analyze_threshold = 1000,
  autovacuum_vacuum_cost_delay = 0
);

-- Serves the claim (queue and priority equal, visible_at from a floor to now, in due order) and nothing else. visible_at
-- of a processing task is the end of its lease, so an abandoned task comes up by itself.
create index celers_tasks_claim_idx on celers_tasks (queue, priority, visible_at, id)
  where state in ('pending', 'processing');

comment on table celers_tasks is 'Every live task, and the finished ones that are still retained.';
comment on column celers_tasks.id is 'UUID version 7, made by the client; the order of ids is the order of creation.';
comment on column celers_tasks.queue is 'Queue that the task waits in.';
comment on column celers_tasks.task_name is 'Name under which a handler is found; never the name of a class.';
comment on column celers_tasks.task_version is 'Version of the payload''s shape, as given by the task type that wrote it.';
comment on column celers_tasks.codec is 'Name of the codec that wrote the payload and can read it.';
comment on column celers_tasks.payload is 'The arguments, as bytes of the codec.';
comment on column celers_tasks.content_hash is 'Digest of name, version, codec and payload: tells a repeated enqueue from an id conflict.';
comment on column celers_tasks.state is 'Where the task is in its life.';
comment on column celers_tasks.priority is '0 to 9; 9 is claimed first, 4 is the default.';
comment on column celers_tasks.requeues is 'How often the task was put back from the dead letters, by whomever; stops counting at 32767.';
comment on column celers_tasks.deliveries is 'Claims so far; retries are deliveries minus one.';
comment on column celers_tasks.max_retries is 'Deliveries allowed after the first one.';
comment on column celers_tasks.retry_policy is 'Back-off of this task in the text form of RetryPolicy; null means the default of the broker that rejects it.';
comment on column celers_tasks.created_at is 'When the task was enqueued.';
comment on column celers_tasks.scheduled_at is 'When the task was asked to run.';
comment on column celers_tasks.visible_at is 'When the task may next be claimed; while it is processed, the end of the lease.';
comment on column celers_tasks.expires_at is 'After this moment the task is cancelled instead of being delivered; null means never.';
comment on column celers_tasks.started_at is 'When the task was last claimed.';
comment on column celers_tasks.completed_at is 'When the task reached a final state.';
comment on column celers_tasks.receipt is 'Identity of the claim that holds the task; null unless it is processed.';
comment on column celers_tasks.settled_receipt is 'Receipt that last settled the task; lets a repeated settlement be recognised.';
comment on column celers_tasks.worker_id is 'Who claimed the task last.';
comment on column celers_tasks.error_message is 'Why the last attempt failed.';
comment on column celers_tasks.cancel_reason is 'Why the task was cancelled.';
comment on column celers_tasks.metadata is 'Headers (object "headers") and tags (array "tags").';
