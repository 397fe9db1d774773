-- What lets monitoring answer quickly on a table of any size. Neither costs anything when a task is written.

-- Most tasks of one queue share a state, so the planner must not take the two for independent. Filled by ANALYZE.
create statistics celers_tasks_queue_state (mcv) on queue, state from celers_tasks;

comment on statistics celers_tasks_queue_state is
  'How many tasks each queue has in each state: the source of the estimates of monitoring.';

create function celers_live_queues(after text, most integer) returns table (queue text)
  language sql stable parallel safe
begin atomic
  with recursive step as (
    (select t.queue
      from celers_tasks t
      where t.state in ('pending', 'processing') and t.queue > after
      order by t.queue
      limit 1)
    union all
    select (
      select t.queue
      from celers_tasks t
      where t.state in ('pending', 'processing') and t.queue > step.queue
      order by t.queue
      limit 1)
    from step
    where step.queue is not null)
  select step.queue
  from step
  where step.queue is not null
  limit most;
end;

comment on function celers_live_queues(text, integer) is
  'Names of queues with unfinished tasks in their order, from behind a name on: one probe of the claim index for each.';

revoke execute on function celers_live_queues(text, integer) from public;
