create type celers_task_state as enum ('pending', 'processing', 'completed', 'failed', 'cancelled');

comment on type celers_task_state is
  'Life of a task. A client that does not know a literal fails loudly, so a new one takes two releases.';

revoke usage on type celers_task_state from public;

-- Sizes and ranges are those of domains, not checks of the table: a change of a row looks only at the values that it sets, and a
-- session parses each domain once, while the checks of a table are parsed again by each statement.

create domain celers_name as text collate "C"
  constraint celers_name_length check (octet_length(value) between 1 and 255);
create domain celers_codec_name as text collate "C"
  constraint celers_codec_name_length check (octet_length(value) between 1 and 63);
create domain celers_label as text collate "C"
  constraint celers_label_length check (octet_length(value) <= 255);
create domain celers_payload as bytea
  constraint celers_payload_length check (octet_length(value) <= 67108864);
create domain celers_priority as smallint
  constraint celers_priority_range check (value between 0 and 9);
create domain celers_small_count as smallint
  constraint celers_small_count_range check (value >= 0);
create domain celers_count as integer
  constraint celers_count_range check (value >= 0);
create domain celers_max_retries as integer
  constraint celers_max_retries_range check (value between 0 and 1000000);
create domain celers_moment as timestamptz
  constraint celers_moment_finite check (isfinite(value));
create domain celers_error_text as text
  constraint celers_error_text_length check (octet_length(value) <= 65536);
create domain celers_reason as text
  constraint celers_reason_length check (octet_length(value) <= 4096);
create domain celers_metadata as jsonb
  constraint celers_metadata_object check (jsonb_typeof(value) = 'object')
  constraint celers_metadata_length check (pg_column_size(value) <= 131072);

comment on domain celers_name is 'Name of a queue or of a kind of task: 1 to 255 bytes, compared byte by byte.';
comment on domain celers_codec_name is 'Name of a codec: 1 to 63 bytes.';
comment on domain celers_label is 'Short text: at most 255 bytes.';
comment on domain celers_payload is 'Arguments of a task: at most 64 MiB.';
comment on domain celers_priority is '0 to 9; 9 goes first.';
comment on domain celers_small_count is 'How often something has happened, in 16 bits.';
comment on domain celers_count is 'How often something has happened, or a version.';
comment on domain celers_max_retries is 'Deliveries after the first one: 0 to 1,000,000.';
comment on domain celers_moment is 'A moment that is not infinite.';
comment on domain celers_error_text is 'Why something failed: at most 64 KiB.';
comment on domain celers_reason is 'What somebody gave as a reason: at most 4 KiB.';
comment on domain celers_metadata is 'A JSON object of at most 128 KiB.';

revoke usage on type
  celers_name, celers_codec_name, celers_label, celers_payload, celers_priority, celers_small_count,
  celers_count, celers_max_retries, celers_moment, celers_error_text, celers_reason, celers_metadata
  from public;

create table celers_tasks (
  id              uuid               not null,
  queue           celers_name        not null,
  task_name       celers_name        not null,
  task_version    celers_count       not null default 1,
  codec           celers_codec_name  not null,
  payload         celers_payload     not null,
  content_hash    bigint             not null,
  state           celers_task_state  not null default 'pending',
  priority        celers_priority    not null default 4,
  requeues        celers_small_count not null default 0,
  deliveries      celers_count       not null default 0,
  max_retries     celers_max_retries not null default 3,
  retry_policy    celers_label,
  created_at      celers_moment      not null default celers_now(),
  scheduled_at    celers_moment      not null default celers_now(),
  visible_at      celers_moment      not null default celers_now(),
  expires_at      celers_moment,
  started_at      celers_moment,
  completed_at    celers_moment,
  receipt         uuid,
  settled_receipt uuid,
  worker_id       celers_label,
  error_message   celers_error_text,
  cancel_reason   celers_reason,
  metadata        celers_metadata    not null default '{}',

  constraint celers_tasks_pkey primary key (id),
  constraint celers_tasks_receipt_while_processing check ((state = 'processing') = (receipt is not null)),
  constraint celers_tasks_completed_when_final check ((completed_at is null) = (state in ('pending', 'processing')))
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
