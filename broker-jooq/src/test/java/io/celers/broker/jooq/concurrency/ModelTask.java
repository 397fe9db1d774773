package io.celers.broker.jooq.concurrency;

/**
 * What must be true of a task, thought out without a database: the oracle of {@link VerbPairsIT}.
 *
 * @param place where the task is
 * @param mine whether the receipt of the holder whose verbs are tried holds the task
 * @param settledByMe whether that receipt settled it last
 * @param due whether a claim would meet it
 */
record ModelTask(
    Place place,
    boolean mine,
    boolean settledByMe,
    boolean due,
    boolean expired,
    int deliveries,
    int maxRetries) {

  enum Place {
    PENDING,
    PROCESSING,
    COMPLETED,
    FAILED,
    CANCELLED,
    DEAD
  }

  /**
   * What a verb did.
   *
   * @param touched whether it has written the row, and so holds its lock until its transaction ends
   */
  record Answer(String said, ModelTask after, boolean touched) {}

  boolean isLive() {
    return place == Place.PENDING || place == Place.PROCESSING;
  }

  private boolean isWornOut() {
    return deliveries > maxRetries;
  }

  Answer ack() {
    return mine ? changed("COMPLETED", settled(Place.COMPLETED)) : notHeld();
  }

  Answer retry() {
    if (!mine) {
      return notHeld();
    }
    return isWornOut()
        ? changed("DEAD_LETTER", settled(Place.DEAD))
        : changed(
            "RETRY",
            new ModelTask(Place.PENDING, false, true, true, expired, deliveries, maxRetries));
  }

  Answer bury() {
    return mine ? changed("DEAD_LETTER", settled(Place.DEAD)) : notHeld();
  }

  Answer discard() {
    return mine ? changed("DISCARDED", settled(Place.FAILED)) : notHeld();
  }

  Answer giveUp() {
    return mine ? changed("CANCELLED", settled(Place.CANCELLED)) : notHeld();
  }

  Answer release() {
    return mine
        ? changed(
            "RELEASED",
            new ModelTask(Place.PENDING, false, true, true, expired, deliveries - 1, maxRetries))
        : notHeld();
  }

  Answer extend() {
    return mine
        ? changed(
            "Extended",
            new ModelTask(place, true, settledByMe, false, expired, deliveries, maxRetries))
        : notHeld();
  }

  Answer cancel() {
    return isLive() ? changed("Done", moved(Place.CANCELLED)) : unchanged("AlreadyFinished");
  }

  Answer claim() {
    if (!isLive() || !due) {
      return unchanged("none");
    }
    if (isWornOut() || expired) {
      return changed("none", moved(isWornOut() ? Place.DEAD : Place.CANCELLED));
    }
    return changed(
        "claimed",
        new ModelTask(
            Place.PROCESSING, false, settledByMe, false, expired, deliveries + 1, maxRetries));
  }

  Answer reap() {
    if (!isLive() || !due || !isWornOut() && !expired) {
      return unchanged("0 dead, 0 expired");
    }
    return isWornOut()
        ? changed("1 dead, 0 expired", moved(Place.DEAD))
        : changed("0 dead, 1 expired", moved(Place.CANCELLED));
  }

  Answer requeue() {
    return place == Place.DEAD
        ? changed("true", new ModelTask(Place.PENDING, false, false, true, false, 0, maxRetries))
        : unchanged("false");
  }

  private Answer notHeld() {
    if (settledByMe) {
      return unchanged("AlreadySettled");
    }
    return unchanged(place == Place.CANCELLED ? "Cancelled" : "LeaseLost");
  }

  private ModelTask settled(Place to) {
    return new ModelTask(to, false, true, false, expired, deliveries, maxRetries);
  }

  private ModelTask moved(Place to) {
    return new ModelTask(to, false, settledByMe, false, expired, deliveries, maxRetries);
  }

  private static Answer changed(String said, ModelTask after) {
    return new Answer(said, after, true);
  }

  private Answer unchanged(String said) {
    return new Answer(said, this, false);
  }
}
