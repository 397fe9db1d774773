package io.celers.broker.jooq.rules.offenders;

/** Sleeps and prints. */
public final class SleepOffender {

  private SleepOffender() {}

  static void sleeps() throws InterruptedException {
    Thread.sleep(1);
  }

  static void prints() {
    System.out.println("printed");
  }
}
