package io.celers.broker.examples.reliability.process;

import io.celers.broker.examples.reliability.recorder.Recorder;
import java.util.Locale;

/** What a process is there for. */
public enum Role {
  /** Writes orders and enqueues their tasks, and ends. */
  PRODUCER(Producer::run),
  /** Works until it is told to stop. */
  WORKER(WorkerRole::run),
  /** Lets schedules tick until it is told to stop. */
  SCHEDULER(SchedulerRole::run),
  /** Works on tasks that fail in all manners, and is to survive them. */
  STURDY(PoisonRole::run),
  /** Works on tasks that end its JVM. */
  HALTING(PoisonRole::run),
  /** Works on tasks that use up its memory, or never end. */
  EXHAUSTED(PoisonRole::run);

  /** What a process does. */
  interface Body {
    void run(Arguments arguments, Recorder recorder) throws Exception;
  }

  private final Body body;

  Role(Body body) {
    this.body = body;
  }

  /** Also the beginning of the names of such processes. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  void run(Arguments arguments, Recorder recorder) throws Exception {
    body.run(arguments, recorder);
  }
}
