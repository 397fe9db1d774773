package io.celers.broker.jooq.model;

/** The clock of the database jumps, forwards or back. */
record MoveClock(int ticks) implements Command {

  private static final String DONE = "moved";

  @Override
  public String on(BrokerModel model) {
    model.moveClock(ticks);
    return DONE;
  }

  @Override
  public String on(Play play) {
    play.moveClock(ticks);
    return DONE;
  }
}
