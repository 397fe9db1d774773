package io.celers.broker.jooq.security;

import static io.celers.broker.jooq.security.GuardedVerb.task;
import static io.celers.broker.jooq.security.Roles.Role.MONITOR;
import static io.celers.broker.jooq.security.Roles.Role.OPERATOR;
import static io.celers.broker.jooq.security.Roles.Role.PRODUCER;
import static io.celers.broker.jooq.security.Roles.Role.WORKER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.celers.broker.delivery.Rejection;
import io.celers.broker.error.PermissionException;
import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.jooq.security.GuardedVerb.Scene;
import io.celers.broker.jooq.security.Roles.Role;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.task.NewTask;
import io.celers.broker.task.TaskState;
import io.celers.broker.worker.Worker;
import java.io.IOException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.jooq.SQLDialect;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Each role may do what it is for, and nothing else. */
class RolesIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static Roles roles;

  private Scene scene;

  @BeforeAll
  static void makeRoles() {
    roles = Roles.in(db);
  }

  @AfterAll
  static void dropRoles() {
    roles.close();
  }

  @BeforeEach
  void makeScene() throws IOException {
    scene = Scene.in(db);
  }

  static Stream<Arguments> everyRoleAndWhatItIsFor() {
    return GuardedVerb.all()
        .flatMap(verb -> verb.allowed().stream().map(role -> Arguments.of(role, verb)));
  }

  @ParameterizedTest(name = "{0}: {1}")
  @MethodSource("everyRoleAndWhatItIsFor")
  void roleMayDoWhatItIsFor(Role role, GuardedVerb verb) {
    Throwable thrown = catchThrowable(() -> verb.call().on(broker(role), scene));

    assertThat(thrown).isNull();
  }

  /** One scene for all of them, since what is refused changes nothing. */
  @ParameterizedTest
  @EnumSource
  void roleMayDoNothingElse(Role role) {
    List<GuardedVerb> others =
        GuardedVerb.all().filter(verb -> !verb.allowed().contains(role)).toList();

    assertThat(others)
        .isNotEmpty()
        .allSatisfy(
            verb ->
                assertThatThrownBy(() -> verb.call().on(broker(role), scene))
                    .isInstanceOfSatisfying(
                        PermissionException.class,
                        refused -> assertThat(refused.sqlState()).isEqualTo("42501")));
  }

  @Test
  void everyVerbIsRefusedToSomebody() {
    assertThat(GuardedVerb.all()).hasSizeGreaterThan(40);
    assertThat(GuardedVerb.all())
        .allSatisfy(verb -> assertThat(verb.allowed()).hasSizeLessThan(Role.values().length));
  }

  @Test
  void workerRunsAsItsRole() {
    UUID task = db.broker().enqueue(task("default")).id();
    JooqBroker broker = broker(WORKER);

    try (Worker worker =
        broker.worker().handle(NewTask.ofBytes("task", new byte[0]).type(), (p, t) -> {}).start()) {
      Awaitility.await()
          .until(() -> db.broker().tasks().find(task).orElseThrow().state() == TaskState.COMPLETED);
    }

    assertThat(db.dsl().fetchValue("select count(*) from celers.celers_workers")).isEqualTo(0L);
  }

  @Test
  void producerEnqueuesWhileHistoryIsOn() {
    db.broker().history().enable();
    try {
      UUID id = broker(PRODUCER).enqueue(task("mail").id(UUID.randomUUID())).id();
      broker(WORKER).reject(scene.held(), Rejection.deadLetter("no"));
      broker(OPERATOR).deadLetters().requeue(scene.dead());

      assertThat(db.broker().history().of(id)).hasSize(1);
    } finally {
      db.broker().history().disable();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "select payload from celers.celers_tasks",
        "select * from celers.celers_tasks",
        "insert into celers.celers_tasks (id, queue, task_name, codec, payload, content_hash)"
            + " select id, queue, task_name, codec, payload, content_hash"
            + " from celers.celers_dead_letter_queue",
        "update celers.celers_tasks set payload = '' returning id",
        "update celers.celers_tasks set cancel_reason = metadata::text returning id",
        "delete from celers.celers_tasks",
        "select metadata from celers.celers_dead_letter_queue",
        "select result from celers.celers_task_results",
        "select payload from celers.celers_schedules",
        "copy celers.celers_tasks to stdout",
        "insert into celers.celers_tasks (id, queue, task_name, codec, payload, content_hash)"
            + " values (gen_random_uuid(), 'q', 'n', 'c', '', 1) returning payload",
        "truncate celers.celers_tasks",
        "drop table celers.celers_tasks",
        "create table celers.mine (id int)"
      })
  void producerReadsNoPayloadByWhateverSql(String sql) {
    assertThatThrownBy(
            () -> DSL.using(roles.dataSource(PRODUCER), SQLDialect.POSTGRES).execute(sql))
        .isInstanceOfSatisfying(
            DataAccessException.class,
            refused -> assertThat(refused.sqlState()).isEqualTo("42501"));
  }

  /** What applications and their handlers wrote is in these columns. */
  @Test
  void monitorReadsNoColumnOfWhatOthersWrote() {
    List<String> readable =
        db.dsl()
            .fetch(
                """
                select distinct a.attname
                from pg_attribute a join pg_class c on c.oid = a.attrelid
                where c.relnamespace = 'celers'::regnamespace and c.relkind = 'r' and a.attnum > 0
                  and c.relname <> 'celers_schema_history'
                  and not a.attisdropped and has_column_privilege(?, c.oid, a.attnum, 'select')
                """,
                roles.name(MONITOR))
            .getValues(0, String.class);

    assertThat(readable)
        .contains("queue", "state", "visible_at")
        .doesNotContain(
            "payload",
            "content_hash",
            "metadata",
            "error_message",
            "cancel_reason",
            "stack_trace",
            "result",
            "key",
            "receipt");
  }

  @Test
  void nobodyGetsAnythingByBeingAnybody() {
    List<String> open =
        db.dsl()
            .fetch(
                """
                select c.relname
                from pg_class c cross join lateral aclexplode(c.relacl) acl
                where c.relnamespace = 'celers'::regnamespace and acl.grantee = 0
                """)
            .getValues(0, String.class);

    assertThat(open).isEmpty();
  }

  @Test
  void anotherRunChangesNothingAndTakesBackWhatIsNotInTheScript() {
    String before = privileges();
    db.dsl().execute("grant select (payload) on celers.celers_tasks to " + roles.name(MONITOR));
    db.dsl().execute("grant delete on celers.celers_tasks to " + roles.name(PRODUCER));

    roles.run();

    assertThat(privileges()).isEqualTo(before);
  }

  @Test
  void withoutTheTablesTheScriptSaysWhatIsMissing() {
    assertThatThrownBy(() -> roles.runIn("public"))
        .hasMessageContaining("no celers_tasks in schema public");
  }

  private static String privileges() {
    return db.dsl()
        .fetch(
            """
            select c.relname, null as column, acl.privilege_type, acl.grantee::regrole::text as who
            from pg_class c cross join lateral aclexplode(c.relacl) acl
            where c.relnamespace = 'celers'::regnamespace
            union all
            select c.relname, a.attname, acl.privilege_type, acl.grantee::regrole::text
            from pg_class c join pg_attribute a on a.attrelid = c.oid
            cross join lateral aclexplode(a.attacl) acl
            where c.relnamespace = 'celers'::regnamespace
            order by 1, 2, 3, 4
            """)
        .format(10_000);
  }

  private static JooqBroker broker(Role role) {
    return JooqBroker.on(DSL.using(roles.dataSource(role), SQLDialect.POSTGRES));
  }
}
