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
  constraint celers_queues_max_length_range check (max_length >= 0),
  constraint celers_queues_pause_complete check (paused_at is not null or (paused_by is null and pause_reason is null))
);

comment on table celers_queues is 'One row for each queue that has settings of its own; a queue without a row has the defaults.';
comment on column celers_queues.queue is 'The queue.';
comment on column celers_queues.paused_at is 'Since when nothing is claimed from the queue; null means it runs.';
comment on column celers_queues.paused_by is 'Who paused it.';
comment on column celers_queues.pause_reason is 'Why it was paused.';
comment on column celers_queues.retention_micros is 'How long finished tasks stay, in microseconds; 0 deletes them when they are settled.';
comment on column celers_queues.default_priority is 'Priority of tasks that ask for none.';
comment on column celers_queues.max_length is 'How many tasks may wait; null means no limit.';
comment on column celers_queues.updated_at is 'When the settings were last changed.';
