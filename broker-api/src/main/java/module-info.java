/** What applications compile against: interfaces, values and sealed outcomes of the broker. */
@SuppressWarnings("module") // javac cannot see the friend, which is compiled later
module io.celers.broker {
  requires static transitive org.jspecify;

  exports io.celers.broker;
  exports io.celers.broker.advice;
  exports io.celers.broker.codec;
  exports io.celers.broker.delivery;
  exports io.celers.broker.error;
  exports io.celers.broker.history;
  exports io.celers.broker.maintenance;
  exports io.celers.broker.metrics;
  exports io.celers.broker.monitoring;
  exports io.celers.broker.query;
  exports io.celers.broker.queue;
  exports io.celers.broker.result;
  exports io.celers.broker.schedule;
  exports io.celers.broker.task;
  exports io.celers.broker.trace;
  exports io.celers.broker.transfer;
  exports io.celers.broker.worker;
  exports io.celers.broker.internal to
      io.celers.broker.jooq;
}
