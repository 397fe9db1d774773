create table celers_task_history (
  id          bigint generated always as identity,
  task_id     uuid             not null,
  queue       text collate "C" not null,
  task_name   text collate "C" not null,
  from_state  celers_task_state,
  to_state    celers_task_state,
  deliveries  integer          not null,
  worker_id   text collate "C",
  changed_at  timestamptz      not null default celers_clock(),

  constraint celers_task_history_pkey primary key (id)
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
comment on column celers_task_history.from_state is 'State before; null when the task was created or put back.';
comment on column celers_task_history.to_state is 'State after; null when the task left the task table.';
comment on column celers_task_history.deliveries is 'Claims so far.';
comment on column celers_task_history.worker_id is 'Who held the task.';
comment on column celers_task_history.changed_at is 'When the state changed.';
