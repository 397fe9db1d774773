-- Everything that a verb can change, without ids and times, so that two runs of one verb leave the same.
select what, count(*) as number
from (
  select format('task %s in %s, delivery %s, priority %s%s', state, queue, deliveries, priority,
    case
      when state in ('pending', 'processing') and visible_at > clock_timestamp() + interval '30 minutes' then ', later'
      when state = 'processing' and visible_at <= clock_timestamp() then ', lapsed'
    end) as what
  from celers.celers_tasks
  union all
  select format('dead letter in %s, %s', queue, cause) from celers.celers_dead_letter_queue
  union all
  select format('archived task %s in %s', state, queue) from celers.celers_task_archive
  union all
  select format('result %s', status) from celers.celers_task_results
  union all
  select format('archived result %s', status) from celers.celers_task_results_archive
  union all
  select format('key in %s', queue) from celers.celers_deduplication
  union all
  select format('queue %s%s, priority %s', queue, case when paused_at is not null then ', paused' end, default_priority)
  from celers.celers_queues
  union all
  select format('schedule%s%s', case when paused_at is not null then ', paused' end,
    case when next_at > clock_timestamp() then ', later' else ', due' end)
  from celers.celers_schedules
  union all
  select 'effect' from reliability.effects) everything
group by what
order by what
