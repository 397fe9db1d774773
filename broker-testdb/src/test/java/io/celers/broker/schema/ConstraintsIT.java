package io.celers.broker.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.celers.broker.testdb.Sql;
import io.celers.broker.testdb.TestDatabase;
import io.celers.broker.testdb.ThrowawayPostgres;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.postgresql.util.ServerErrorMessage;

/** What the database refuses whatever a client says. */
class ConstraintsIT {

  private static final TestDatabase DATABASE = ThrowawayPostgres.shared().migratedDatabase();

  private static final String INSERT_TASK =
      """
      insert into celers.celers_tasks (id, queue, task_name, codec, payload, content_hash)
      values (gen_random_uuid(), 'mail', 'send', 'json', '\\x7b7d', 1)
      returning id
      """;

  @AfterAll
  static void dropDatabase() {
    DATABASE.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          celers_name_length                   | queue = ''
          celers_name_length                   | queue = repeat('x', 256)
          celers_name_length                   | queue = repeat('ü', 128)
          celers_name_length                   | task_name = ''
          celers_name_length                   | task_name = repeat('x', 256)
          celers_count_range                   | task_version = -1
          celers_codec_name_length             | codec = ''
          celers_codec_name_length             | codec = repeat('x', 64)
          celers_payload_length                | payload = decode(repeat('00', 67108865), 'hex')
          celers_priority_range                | priority = -1
          celers_priority_range                | priority = 10
          celers_count_range                   | deliveries = -1
          celers_max_retries_range             | max_retries = -1
          celers_max_retries_range             | max_retries = 1000001
          celers_label_length                  | retry_policy = repeat('x', 256)
          celers_moment_finite                 | created_at = 'infinity'
          celers_moment_finite                 | scheduled_at = '-infinity'
          celers_moment_finite                 | visible_at = 'infinity'
          celers_moment_finite                 | expires_at = 'infinity'
          celers_moment_finite                 | started_at = 'infinity'
          celers_tasks_receipt_while_processing| receipt = gen_random_uuid()
          celers_tasks_receipt_while_processing| state = 'processing'
          celers_tasks_completed_when_final    | state = 'completed'
          celers_tasks_completed_when_final    | state = 'failed'
          celers_tasks_completed_when_final    | state = 'cancelled'
          celers_tasks_completed_when_final    | completed_at = now()
          celers_label_length                  | worker_id = repeat('x', 256)
          celers_error_text_length             | error_message = repeat('x', 65537)
          celers_small_count_range             | requeues = -1
          celers_reason_length                 | cancel_reason = repeat('x', 4097)
          """)
  void taskIsRefused(String constraint, String change) throws SQLException {
    String id = Sql.column(DATABASE.dataSource(), INSERT_TASK).get(0);

    String violated =
        violatedBy("update celers.celers_tasks set " + change + " where id = '" + id + "'");

    assertThat(violated).isEqualTo(constraint);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          queue = repeat('x', 255), task_name = repeat('y', 255), codec = repeat('z', 63)
          payload = ''
          priority = 0
          priority = 9
          state = 'processing', receipt = gen_random_uuid(), deliveries = 1
          state = 'completed', completed_at = now(), settled_receipt = gen_random_uuid()
          error_message = repeat('x', 65536), cancel_reason = repeat('x', 4096)
          """)
  void taskIsAccepted(String change) throws SQLException {
    String id = Sql.column(DATABASE.dataSource(), INSERT_TASK).get(0);

    assertThatCode(
            () ->
                Sql.execute(
                    DATABASE.dataSource(),
                    "update celers.celers_tasks set " + change + " where id = '" + id + "'"))
        .doesNotThrowAnyException();
  }

  @Test
  void metadataThatIsTooLargeIsRefused() {
    String violated =
        violatedBy(
            """
            insert into celers.celers_tasks
              (id, queue, task_name, codec, payload, content_hash, metadata)
            select gen_random_uuid(), 'mail', 'send', 'json', '', 1,
              jsonb_object_agg(i::text, md5(i::text)) from generate_series(1, 4000) i
            """);

    assertThat(violated).isEqualTo("celers_metadata_length");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          celers_queues_queue_length           | celers_queues (queue) values ('')
          celers_queues_retention_range        | celers_queues (queue, retention_micros) values ('q', -1)
          celers_queues_default_priority_range | celers_queues (queue, default_priority) values ('q', 10)
          celers_queues_max_length_range       | celers_queues (queue, max_length) values ('q', -1)
          celers_queues_pause_complete         | celers_queues (queue, paused_by) values ('q', 'me')
          celers_deduplication_key_length      | celers_deduplication (queue, key, task_id, expires_at) values ('q', '', gen_random_uuid(), now())
          celers_schedules_missed_ticks        | celers_schedules (name, expression, queue, task_name, codec, payload, content_hash, next_at, missed_ticks) values ('n', 'PT1H', 'q', 't', 'c', '', 1, now(), 'some')
          celers_schedules_priority_range      | celers_schedules (name, expression, queue, task_name, codec, payload, content_hash, next_at, priority) values ('n', 'PT1H', 'q', 't', 'c', '', 1, now(), 10)
          celers_workers_concurrency_range     | celers_workers (id, name, host, process_id, queues, concurrency) values (gen_random_uuid(), 'n', 'h', 1, '{}', 0)
          celers_task_results_run_time_range   | celers_task_results (task_id, task_name, status, run_time_micros) values (gen_random_uuid(), 't', 'SUCCESS', -1)
          celers_dead_letter_queue_cause       | celers_dead_letter_queue (id, queue, task_name, task_version, codec, payload, content_hash, priority, requeues, deliveries, max_retries, created_at, scheduled_at, metadata, cause) values (gen_random_uuid(), 'q', 't', 1, 'c', '', 1, 4, 0, 1, 3, now(), now(), '{}', 'boredom')
          """)
  void rowOfAnotherTableIsRefused(String constraint, String row) {
    assertThat(violatedBy("insert into celers." + row)).isEqualTo(constraint);
  }

  @Test
  void clockCanBeReplacedInThrowawaySchema() throws SQLException {
    try (TestDatabase database = ThrowawayPostgres.shared().migratedDatabase()) {
      Sql.execute(
          database.dataSource(),
          """
          create or replace function celers.celers_now() returns timestamptz
          language sql stable parallel safe return timestamptz '2001-02-03 04:05:06Z'
          """,
          """
          create or replace function celers.celers_clock() returns timestamptz
          language sql volatile parallel safe return timestamptz '2001-02-03 04:05:07Z'
          """);

      Sql.execute(database.dataSource(), INSERT_TASK.replace("returning id", ""));

      assertThat(
              Sql.count(
                  database.dataSource(),
                  """
                  select count(*) from celers.celers_tasks
                  where created_at = '2001-02-03 04:05:06Z' and visible_at = '2001-02-03 04:05:06Z'
                  """))
          .isOne();
      assertThat(
              Sql.count(
                  database.dataSource(),
                  """
                  select count(*) from celers.celers_after(1000000) as t
                  where t = '2001-02-03 04:05:08Z'
                  """))
          .isOne();
    }
  }

  private static String violatedBy(String statement) {
    PSQLException refused =
        catchThrowableOfType(
            PSQLException.class, () -> Sql.execute(DATABASE.dataSource(), statement));
    assertThat((Throwable) refused).as(statement).isNotNull();
    assertThat(refused.getSQLState()).isEqualTo(PSQLState.CHECK_VIOLATION.getState());
    ServerErrorMessage message = refused.getServerErrorMessage();
    return message == null ? "none" : String.valueOf(message.getConstraint());
  }
}
