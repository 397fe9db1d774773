package io.celers.broker.examples.cli.operation;

import io.celers.broker.examples.cli.output.Answer;
import io.celers.broker.examples.cli.output.Row;
import io.celers.broker.examples.cli.output.Words;
import io.celers.broker.examples.cli.session.Session;
import io.celers.broker.schema.BrokerSchema;
import io.celers.broker.schema.MigratedSchema;
import io.celers.broker.schema.SchemaOptions;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** Creates the tables, or brings them up to this release. */
@Command(
    name = "migrate",
    description = "Creates the broker's tables, or brings them up to this release.")
public final class Migrate implements Callable<Integer> {

  private final Session session;

  /** In this session. */
  public Migrate(Session session) {
    this.session = session;
  }

  @Override
  public Integer call() {
    SchemaOptions options = SchemaOptions.defaults().withSchema(session.connection().schema());
    return session.answerOnDatabase(
        database -> {
          MigratedSchema schema = BrokerSchema.migrate(database, options);
          int applied = schema.migrationsApplied();
          return Answer.of(
              "Schema %s is at migration %d, %s applied."
                  .formatted(
                      schema.schema(),
                      schema.migration(),
                      applied == 0 ? "none" : Words.of(applied)),
              Row.of("schema", schema.schema())
                  .with("migration", schema.migration())
                  .with("applied", applied));
        });
  }
}
