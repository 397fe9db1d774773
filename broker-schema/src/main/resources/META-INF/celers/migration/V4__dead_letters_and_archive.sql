-- Both hold whole tasks, so that one can be put back exactly as it was. What only a live task has is left out, and with
-- the columns go the checks that name them.

create table celers_dead_letter_queue (
  like celers_tasks including comments including constraints,
  died_at timestamptz not null default celers_now(),
  cause   text collate "C" not null,

  constraint celers_dead_letter_queue_pkey primary key (id),
  constraint celers_dead_letter_queue_cause check (cause in ('retries_exhausted', 'rejected', 'lease_expired'))
) with (
  autovacuum_vacuum_scale_factor = 0.05,
  autovacuum_analyze_scale_factor = 0.02
);

alter table celers_dead_letter_queue
  drop column state, drop column visible_at, drop column completed_at, drop column receipt, drop column cancel_reason;

comment on table celers_dead_letter_queue is 'Tasks that failed for good and wait for a decision, complete enough to be put back.';
comment on column celers_dead_letter_queue.died_at is 'When the task was given up.';
comment on column celers_dead_letter_queue.cause is
  'retries_exhausted: the last allowed attempt was rejected; rejected: its holder asked for it; lease_expired: the last allowed delivery was never settled.';

create table celers_task_archive (
  like celers_tasks including comments including constraints,
  archived_at timestamptz not null default celers_now(),

  constraint celers_task_archive_pkey primary key (id)
) with (
  autovacuum_vacuum_insert_scale_factor = 0.1,
  autovacuum_analyze_scale_factor = 0.05
);

alter table celers_task_archive drop column visible_at, drop column receipt;

comment on table celers_task_archive is 'Finished tasks moved out of the hot table, complete; purged by age.';
comment on column celers_task_archive.archived_at is 'When the task was moved here.';

-- An enqueue under an id of the caller's own asks this before it inserts. Volatile, so that each statement in it has a
-- snapshot of its own: the first one waits for whoever is just moving the task away, the second one then sees where it went.
-- A join in the enqueue itself would still look for it in the snapshot from before the wait.
create function celers_id_is_taken(id uuid) returns boolean
language sql volatile
begin atomic
  select from celers_tasks t where t.id = celers_id_is_taken.id for key share;
  select exists (select from celers_tasks t where t.id = celers_id_is_taken.id)
    or exists (select from celers_dead_letter_queue d where d.id = celers_id_is_taken.id)
    or exists (select from celers_task_archive a where a.id = celers_id_is_taken.id);
end;

comment on function celers_id_is_taken(uuid) is
  'Whether there is a task of this id: live, finished, a dead letter or archived. Keeps a live one where it is until the end of the transaction.';

revoke execute on function celers_id_is_taken(uuid) from public;
