package io.celers.broker.jooq;

import static io.celers.broker.generated.Tables.CELERS_TASK_RESULTS;
import static io.celers.broker.generated.Tables.CELERS_TASK_RESULTS_ARCHIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.celers.broker.Results;
import io.celers.broker.jooq.codec.Jackson2Codec;
import io.celers.broker.jooq.testkit.BrokerDatabase;
import io.celers.broker.jooq.testkit.Session;
import io.celers.broker.jooq.testkit.StatementCounter;
import io.celers.broker.jooq.testkit.Together;
import io.celers.broker.result.ResultStatus;
import io.celers.broker.result.StoredResult;
import io.celers.broker.result.TaskResult;
import io.celers.broker.task.TypeReference;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Results by themselves: stored, found, deleted, expired, archived. */
class ResultsIT {

  @RegisterExtension static final BrokerDatabase db = new BrokerDatabase();

  private static final Duration DAY = Duration.ofDays(1);
  private static final ObjectMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS).build();

  /** Something that a task might return. */
  record Receipt(String number, List<Integer> items, Instant at) {}

  /** Something that cannot be written. */
  record Broken(String text) {

    @Override
    public String text() {
      throw new IllegalStateException(text);
    }
  }

  @ParameterizedTest
  @EnumSource(ResultStatus.class)
  void everyStatusAndFieldIsFoundAsItWasStored(ResultStatus status) {
    UUID id = UUID.randomUUID();
    TaskResult result =
        TaskResult.of(id, "mail ü'\"\\", status)
            .json("{\"b\": [1, 2.50], \"a\": null}")
            .error("it's\\ broken")
            .stackTrace("at line 1\n\tat line 2")
            .runTime(Duration.ofNanos(1_234_567_000))
            .timeToLive(DAY);

    results().store(result);

    StoredResult found = results().find(id).orElseThrow();
    assertThat(found.taskId()).isEqualTo(id);
    assertThat(found.name()).isEqualTo("mail ü'\"\\");
    assertThat(found.status()).isEqualTo(status);
    assertThat(found.json()).contains("{\"a\": null, \"b\": [1, 2.50]}");
    assertThat(found.error()).contains("it's\\ broken");
    assertThat(found.stackTrace()).contains("at line 1\n\tat line 2");
    assertThat(found.runTime()).contains(Duration.ofNanos(1_234_567_000));
    assertThat(found.createdAt())
        .isCloseTo(db.clock().now().toInstant(), within(1, ChronoUnit.MINUTES));
    assertThat(found.expiresAt()).contains(found.createdAt().plus(DAY));
    assertThat(found).hasToString("result of mail ü'\"\\ " + id + ", " + status);
  }

  @Test
  void nothingIsAddedToWhatWasNotGiven() {
    UUID id = stored();

    StoredResult found = results().find(id).orElseThrow();

    assertThat(found.json()).isEmpty();
    assertThat(found.error()).isEmpty();
    assertThat(found.stackTrace()).isEmpty();
    assertThat(found.runTime()).isEmpty();
    assertThat(found.expiresAt()).isEmpty();
    assertThat(results().value(found, String.class)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "null",
        "true",
        "\"\"",
        "\"'; drop table celers.celers_tasks; --\"",
        "\"{NULL,\\\"}\"",
        "\"\\\\\\\\ \\\" ' $1 ? {0} 😀\"",
        "[[], {}, \"NULL\"]",
        "1E-400",
        "\"\\ud83d\\ude00\""
      })
  void hostileJsonIsKeptAsItsValue(String json) {
    UUID id = UUID.randomUUID();

    results().store(TaskResult.of(id, "hostile", ResultStatus.SUCCESS).json(json));

    assertThat(read(results().find(id).flatMap(StoredResult::json).orElseThrow()))
        .isEqualTo(read(json));
  }

  @Test
  void hostileTextsAreCleanedAndCut() {
    UUID id = UUID.randomUUID();
    String text = "a\0b\ud83d'\\{,}" + "ü".repeat(50_000);

    results().store(TaskResult.of(id, "x", ResultStatus.FAILURE).error(text).stackTrace(text));

    StoredResult found = results().find(id).orElseThrow();
    assertThat(found.error().orElseThrow()).startsWith("a\ufffdb\ufffd'\\{,}ü");
    assertThat(found.stackTrace().orElseThrow()).startsWith("a\ufffdb\ufffd'\\{,}ü");
  }

  @Test
  void jsonAtEveryLimitIsAccepted() {
    String deep = "[".repeat(500) + "]".repeat(500);
    String wide = "[" + "1,".repeat(500_000) + "1]";
    String longNumber = "9".repeat(496) + "e400";
    for (String json : List.of(deep, wide, longNumber, "-1e-400")) {
      UUID id = UUID.randomUUID();

      results().store(TaskResult.of(id, "large", ResultStatus.SUCCESS).json(json));

      assertThat(results().value(results().find(id).orElseThrow(), Object.class)).isPresent();
    }
  }

  @Test
  void valueIsWrittenAndReadByTheJsonCodec() {
    UUID id = UUID.randomUUID();
    Receipt receipt = new Receipt("ü-1", List.of(1, 2), Instant.parse("2026-02-03T04:05:06Z"));

    results().store(TaskResult.of(id, "buy", ResultStatus.SUCCESS).value(receipt));

    StoredResult found = results().find(id).orElseThrow();
    assertThat(results().value(found, Receipt.class)).contains(receipt);
    assertThat(results().value(found, new TypeReference<Map<String, Object>>() {}).orElseThrow())
        .containsEntry("number", "ü-1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> results().value(found, Integer.class))
        .withMessageContaining(id.toString())
        .withMessageNotContaining("ü-1")
        .withNoCause();
  }

  @Test
  void brokersOwnJsonCodecIsUsed() {
    JooqBroker broker =
        JooqBroker.builder(db.dsl())
            .codec(new NamedCodec("own"))
            .readableCodec(Jackson2Codec.withDefaults())
            .build();
    UUID id = UUID.randomUUID();

    broker.results().store(TaskResult.of(id, "x", ResultStatus.SUCCESS).value(List.of("a")));

    assertThat(broker.results().find(id).orElseThrow().json()).contains("[\"a\"]");
  }

  @Test
  void valueThatIsNoStorableJsonIsRefusedWithoutQuotingIt() {
    TaskResult result = TaskResult.of(UUID.randomUUID(), "x", ResultStatus.SUCCESS);

    assertThatIllegalArgumentException()
        .isThrownBy(() -> results().store(result.value("secret\0")))
        .withMessageContaining("an escaped NUL")
        .withMessageNotContaining("secret");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> results().store(result.value(new Broken("secret"))))
        .withMessageContaining("cannot write")
        .withMessageNotContaining("secret")
        .withNoCause();
  }

  @Test
  void laterResultTakesThePlaceOfTheEarlierOne() {
    UUID id = UUID.randomUUID();
    results()
        .store(
            TaskResult.of(id, "x", ResultStatus.RETRY)
                .error("once")
                .stackTrace("there")
                .runTime(DAY)
                .timeToLive(DAY));
    db.clock().advance(Duration.ofHours(1));

    results().store(TaskResult.of(id, "x", ResultStatus.SUCCESS).json("1"));

    StoredResult found = results().find(id).orElseThrow();
    assertThat(found.status()).isEqualTo(ResultStatus.SUCCESS);
    assertThat(found.json()).contains("1");
    assertThat(found.error()).isEmpty();
    assertThat(found.stackTrace()).isEmpty();
    assertThat(found.runTime()).isEmpty();
    assertThat(found.expiresAt()).isEmpty();
    assertThat(found.createdAt()).isAfter(Instant.now().plus(30, ChronoUnit.MINUTES));
  }

  @Test
  void findManyIsOneStatementAndLeavesOutWhatIsMissing() {
    UUID first = stored();
    UUID second = stored();
    List<UUID> ids = new ArrayList<>(List.of(first, second, first, UUID.randomUUID()));
    IntStream.range(0, 5_000).forEach(i -> ids.add(UUID.randomUUID()));
    StatementCounter counter = new StatementCounter();
    JooqBroker broker = counter.brokerOn(db.dsl());

    List<Map<UUID, StoredResult>> found = new ArrayList<>();
    int statements = counter.during(() -> found.add(broker.results().find(ids)));

    assertThat(statements).isOne();
    assertThat(found.get(0)).containsOnlyKeys(first, second);
    assertThat(counter.during(() -> broker.results().find(List.of()))).isZero();
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> results().find(IntStream.range(0, 10_001).mapToObj(i -> new UUID(0, i)).toList()))
        .withMessageContaining("0..10000");
  }

  @Test
  void deletedResultIsGoneFromTheArchiveToo() {
    UUID kept = stored();
    UUID id = stored();
    UUID archived = stored();
    results().archive(Duration.ZERO);
    results().store(TaskResult.of(id, "x", ResultStatus.SUCCESS));

    assertThat(results().delete(id)).isTrue();
    assertThat(results().delete(id)).isFalse();
    assertThat(results().delete(archived)).isTrue();
    assertThat(results().find(List.of(id, archived, kept))).containsOnlyKeys(kept);
  }

  @Test
  void storeAndDeleteJoinTheCallersTransaction() throws Exception {
    UUID before = stored();
    UUID id = UUID.randomUUID();
    try (Session session = Session.inTransactions(db)) {
      session.broker().results().store(TaskResult.of(id, "x", ResultStatus.SUCCESS));
      session.broker().results().delete(before);
      assertThat(session.broker().results().find(List.of(id, before))).containsOnlyKeys(id);
      assertThat(results().find(List.of(id, before))).containsOnlyKeys(before);

      session.rollback();
    }

    assertThat(results().find(List.of(id, before))).containsOnlyKeys(before);
  }

  @Test
  void expiredResultIsNotFound() {
    UUID brief = stored(DAY);
    UUID archived = stored(DAY);
    UUID forEver = stored();
    results().archive(Duration.ZERO);
    results().store(TaskResult.of(brief, "x", ResultStatus.SUCCESS).timeToLive(DAY));

    db.clock().advance(DAY.minusMinutes(1));
    assertThat(results().find(List.of(brief, archived, forEver))).hasSize(3);
    db.clock().advance(Duration.ofMinutes(2));

    assertThat(results().find(List.of(brief, archived, forEver))).containsOnlyKeys(forEver);
    assertThat(results().find(brief)).isEmpty();
    assertThat(results().delete(brief)).isFalse();
  }

  @Test
  void resultThatExpiredLeavesNoOlderOneBehind() {
    UUID id = stored();
    results().archive(Duration.ZERO);
    results().store(TaskResult.of(id, "x", ResultStatus.SUCCESS).timeToLive(DAY));

    db.clock().advance(DAY);

    assertThat(results().find(id)).isEmpty();
    assertThat(results().purgeExpired(10)).isOne();
    assertThat(results().find(id)).isEmpty();
  }

  @Test
  void purgeDeletesExpiredOnesInBoundedBatches() {
    IntStream.range(0, 3).forEach(i -> stored(DAY));
    results().archive(Duration.ZERO);
    IntStream.range(0, 4).forEach(i -> stored(DAY));
    UUID later = stored(DAY.multipliedBy(9));
    UUID never = stored();
    db.clock().advance(DAY);

    assertThat(results().purgeExpired(2)).isEqualTo(2);
    assertThat(results().purgeExpired(3)).isEqualTo(3);
    assertThat(results().purgeExpired(10_000)).isEqualTo(2);
    assertThat(results().purgeExpired(1)).isZero();

    assertThat(results().find(List.of(later, never))).hasSize(2);
    assertThat(db.dsl().fetchCount(CELERS_TASK_RESULTS_ARCHIVE)).isZero();
    assertThatIllegalArgumentException().isThrownBy(() -> results().purgeExpired(0));
  }

  @Test
  void purgePassesOverWhatSomebodyElseIsChanging() throws Exception {
    UUID busy = stored(DAY);
    stored(DAY);
    db.clock().advance(DAY);
    try (Session session = Session.inTransactions(db)) {
      session.broker().results().store(TaskResult.of(busy, "x", ResultStatus.SUCCESS));

      assertThat(results().purgeExpired(10)).isOne();

      session.commit();
    }
    assertThat(results().find(busy)).isPresent();
  }

  @Test
  void archiveMovesOldResultsWholeAndKeepsThemFindable() {
    UUID old = UUID.randomUUID();
    results()
        .store(
            TaskResult.of(old, "x", ResultStatus.FAILURE)
                .json("[1]")
                .error("e")
                .stackTrace("s")
                .runTime(DAY)
                .timeToLive(DAY.multipliedBy(9)));
    StoredResult before = results().find(old).orElseThrow();
    db.clock().advance(DAY);
    UUID fresh = stored();

    assertThat(results().archive(Duration.ofHours(1))).isOne();
    assertThat(results().archive(Duration.ofHours(1))).isZero();

    assertThat(db.dsl().fetchValues(CELERS_TASK_RESULTS.TASK_ID)).containsExactly(fresh);
    assertThat(db.dsl().fetchValues(CELERS_TASK_RESULTS_ARCHIVE.TASK_ID)).containsExactly(old);
    assertThat(results().find(old).orElseThrow())
        .usingRecursiveComparison()
        .ignoringFields("row")
        .isEqualTo(before);
    assertThat(results().find(List.of(old, fresh))).hasSize(2);
  }

  @Test
  void archiveIsExactAboutTheAge() {
    stored();
    db.clock().advance(DAY);

    assertThat(results().archive(DAY.plusMinutes(1))).isZero();
    assertThat(results().archive(DAY)).isOne();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> results().archive(Duration.ofNanos(-1)))
        .withMessageContaining("from zero");
  }

  @Test
  void archiveLeavesExpiredResultsToThePurge() {
    stored(DAY);
    db.clock().advance(DAY);

    assertThat(results().archive(Duration.ZERO)).isZero();
    assertThat(results().purgeExpired(10)).isOne();
  }

  @Test
  void archivePassesOverWhatSomebodyElseIsChanging() throws Exception {
    UUID busy = stored();
    stored();
    try (Session session = Session.inTransactions(db)) {
      session.broker().results().store(TaskResult.of(busy, "x", ResultStatus.SUCCESS).json("2"));

      assertThat(results().archive(Duration.ZERO)).isOne();

      session.commit();
    }
    assertThat(results().find(busy).flatMap(StoredResult::json)).contains("2");
  }

  @Test
  void manyWhoArchiveTogetherMoveEachResultOnce() throws Exception {
    int results = 2_500;
    List<TaskResult> many = new ArrayList<>();
    IntStream.range(0, results)
        .forEach(i -> many.add(TaskResult.of(new UUID(i, i), "x", ResultStatus.SUCCESS)));
    Collections.shuffle(many);
    many.forEach(results()::store);

    List<Long> moved = Together.run(4, thread -> results().archive(Duration.ZERO));
    long rest = results().archive(Duration.ZERO);

    assertThat(moved.stream().mapToLong(Long::longValue).sum() + rest).isEqualTo(results);
    assertThat(db.dsl().fetchCount(CELERS_TASK_RESULTS)).isZero();
    assertThat(db.dsl().fetchCount(CELERS_TASK_RESULTS_ARCHIVE)).isEqualTo(results);
  }

  private static Results results() {
    return db.broker().results();
  }

  private static UUID stored() {
    UUID id = UUID.randomUUID();
    results().store(TaskResult.of(id, "x", ResultStatus.RETRY));
    return id;
  }

  private static UUID stored(Duration timeToLive) {
    UUID id = UUID.randomUUID();
    results().store(TaskResult.of(id, "x", ResultStatus.SUCCESS).timeToLive(timeToLive));
    return id;
  }

  private static JsonNode read(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new IllegalArgumentException(e);
    }
  }
}
