package io.celers.broker.examples.cli.operation;

import io.celers.broker.Maintenance;
import io.celers.broker.delivery.Reaped;
import io.celers.broker.examples.cli.output.Answer;
import io.celers.broker.examples.cli.output.Row;
import io.celers.broker.examples.cli.output.Words;
import io.celers.broker.examples.cli.session.Lengths;
import io.celers.broker.examples.cli.session.Session;
import io.celers.broker.maintenance.Progress;
import io.celers.broker.maintenance.RetentionPolicy;
import io.celers.broker.maintenance.Swept;
import io.celers.broker.query.Bulk;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Does jobs of maintenance once, as for a timer of the system. */
@Command(
    name = "maintain",
    description = {
      "Does jobs of maintenance once, in the order given. Archive and purge delete: they ask"
          + " first.",
      "reap settles worn-out and expired tasks; recover makes tasks claimable that were claimed"
          + " --stuck ago; archive moves finished tasks away, or deletes them with --delete; purge"
          + " deletes from the archive; sweep forgets expired keys; analyze and vacuum are those of"
          + " PostgreSQL."
    })
public final class Maintain implements Callable<Integer> {

  /** What may be done. */
  enum Job {
    REAP,
    RECOVER,
    ARCHIVE,
    PURGE,
    SWEEP,
    ANALYZE,
    VACUUM
  }

  private static final int BATCH = 1_000;

  private final Session session;

  @Parameters(arity = "1..*", paramLabel = "JOB", description = "${COMPLETION-CANDIDATES}")
  private List<Job> jobs = List.of();

  @Option(
      names = "--keep",
      paramLabel = "LENGTH",
      converter = Lengths.class,
      description = "Finished tasks stay so long. Default: 7d, failed ones 30d.")
  private @Nullable Duration keep;

  @Option(
      names = "--keep-archived",
      paramLabel = "LENGTH",
      converter = Lengths.class,
      description = "They stay in the archive so long. Default: 90d.")
  private @Nullable Duration keepArchived;

  @Option(names = "--delete", description = "Archive deletes instead.")
  private boolean delete;

  @Option(
      names = "--stuck",
      paramLabel = "LENGTH",
      converter = Lengths.class,
      description = "Recover what was claimed so long ago. Default: 6h.")
  private Duration stuck = Duration.ofHours(6);

  /** In this session. */
  public Maintain(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    if (jobs.contains(Job.PURGE) || (delete && jobs.contains(Job.ARCHIVE))) {
      session.confirm("This deletes tasks for ever that finished long enough ago.");
    }
    return session.answer(
        broker -> {
          Maintenance maintenance = broker.maintenance();
          List<Row> done =
              jobs.stream()
                  .map(job -> Row.of("job", job).with("outcome", run(job, maintenance)))
                  .toList();
          return Answer.empty().table("jobs", done, "job", "outcome");
        });
  }

  private String run(Job job, Maintenance maintenance) {
    return switch (job) {
      case REAP -> reap(maintenance);
      case RECOVER -> Words.of(recover(maintenance)) + " made claimable or settled";
      case ARCHIVE -> text(maintenance.archive(policy(), this::tell));
      case PURGE -> text(maintenance.purge(policy(), this::tell));
      case SWEEP -> sweep(maintenance);
      case ANALYZE -> {
        maintenance.analyze();
        yield "done";
      }
      case VACUUM -> {
        maintenance.vacuum();
        yield "done";
      }
    };
  }

  private long recover(Maintenance maintenance) {
    return Bulk.all(page -> maintenance.recoverStuck(stuck, page));
  }

  private static String reap(Maintenance maintenance) {
    long dead = 0;
    long expired = 0;
    Reaped step;
    do {
      step = maintenance.reap(BATCH);
      dead += step.deadLettered();
      expired += step.expired();
    } while (!step.complete());
    return Words.of(dead) + " to the dead letters, " + Words.of(expired) + " expired";
  }

  private static String sweep(Maintenance maintenance) {
    long keys = 0;
    long workers = 0;
    Swept step;
    do {
      step = maintenance.sweep(Duration.ofHours(1), BATCH);
      keys += step.keys();
      workers += step.workers();
    } while (!step.complete());
    return Words.of(keys) + " keys, " + Words.of(workers) + " workers forgotten";
  }

  private RetentionPolicy policy() {
    RetentionPolicy policy = keep == null ? RetentionPolicy.DEFAULT : RetentionPolicy.after(keep);
    policy = keepArchived == null ? policy : policy.keepArchived(keepArchived);
    return delete ? policy.deleting() : policy;
  }

  private void tell(Progress progress) {
    session.note(text(progress));
  }

  private static String text(Progress progress) {
    return "%s looked at, %s archived, %s deleted"
        .formatted(
            Words.of(progress.examined()),
            Words.of(progress.archived()),
            Words.of(progress.deleted()));
  }
}
