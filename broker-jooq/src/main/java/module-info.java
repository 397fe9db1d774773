/** The broker on jOOQ and PostgreSQL. */
module io.celers.broker.jooq {
  requires transitive io.celers.broker;
  requires transitive io.celers.broker.generated;
  requires transitive java.sql;
  requires transitive org.jooq;
  requires com.cronutils;
  requires com.fasterxml.uuid;
  requires org.postgresql.jdbc;
  requires org.slf4j;

  // Each only where the application has it: the pool, the metrics and the codecs. Not transitive,
  // although the codecs show their mapper and the metrics their registry: an application could not
  // be compiled without all of them then.
  requires static com.zaxxer.hikari;
  requires static com.fasterxml.jackson.databind;
  requires static micrometer.core;
  requires static tools.jackson.databind;
  requires static transitive org.jspecify;

  exports io.celers.broker.jooq;
  exports io.celers.broker.jooq.codec;
  exports io.celers.broker.jooq.metrics;
  exports io.celers.broker.jooq.worker;
}
