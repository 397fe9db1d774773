package io.celers.broker.jooq.internal.queue;

import io.celers.broker.TaskQueue;
import io.celers.broker.delivery.Delivery;
import io.celers.broker.internal.Text;
import io.celers.broker.jooq.internal.claim.JooqTaskSource;
import io.celers.broker.jooq.internal.sql.Database;
import io.celers.broker.queue.Pause;
import io.celers.broker.queue.QueueSettings;
import io.celers.broker.task.Limits;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A queue on one connection. */
public final class JooqTaskQueue implements TaskQueue {

  private final Database database;
  private final Admission admission;
  private final String name;
  private final String workerId;
  private final JooqTaskSource source;

  /**
   * On this connection, for this worker.
   *
   * @param source of this queue's tasks
   */
  public JooqTaskQueue(
      JooqTaskSource source, Database database, Admission admission, String name, String workerId) {
    this.database = database;
    this.admission = admission;
    this.name = name;
    this.workerId = workerId;
    this.source = source;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public boolean pause(String reason) {
    return pause(reason, workerId);
  }

  @Override
  public boolean pause(String reason, String by) {
    Text.requireUpTo("reason", reason, Limits.REASON_BYTES);
    Limits.requireName("by", by);
    return database.run("pause queue", db -> PauseQueue.execute(db, name, reason, by));
  }

  @Override
  public boolean resume() {
    return database.run("resume queue", db -> PauseQueue.undo(db, name));
  }

  @Override
  public Optional<Pause> paused() {
    return database.run("find pause", db -> FindQueue.pause(db, name));
  }

  @Override
  public QueueSettings settings() {
    return database.run("find settings", db -> FindQueue.settings(db, name));
  }

  @Override
  public void configure(QueueSettings settings) {
    database.run("configure queue", db -> ConfigureQueue.execute(db, name, settings));
    admission.forget();
  }

  @Override
  public Optional<Delivery> dequeue() {
    return source.dequeue();
  }

  @Override
  public List<Delivery> dequeue(int max) {
    return source.dequeue(max);
  }

  @Override
  public TaskQueue lease(Duration lease) {
    return new JooqTaskQueue(source.lease(lease), database, admission, name, workerId);
  }
}
