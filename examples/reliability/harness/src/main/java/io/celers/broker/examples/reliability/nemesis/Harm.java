package io.celers.broker.examples.reliability.nemesis;

/** What is done to a run, beside it, from its beginning on. */
public interface Harm extends AutoCloseable {

  /** Waits until all of it is over; of a run that stalls, until what has begun is. */
  void end() throws InterruptedException;

  /** Begins nothing more. */
  @Override
  void close() throws InterruptedException;

  /** None at all. */
  Harm NONE =
      new Harm() {
        @Override
        public void end() {}

        @Override
        public void close() {}
      };

  /** Both at once. */
  static Harm both(Harm one, Harm other) {
    return new Harm() {
      @Override
      public void end() throws InterruptedException {
        one.end();
        other.end();
      }

      @Override
      public void close() throws InterruptedException {
        try (one) {
          other.close();
        }
      }
    };
  }
}
