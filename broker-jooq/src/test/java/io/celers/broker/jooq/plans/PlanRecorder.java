package io.celers.broker.jooq.plans;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jooq.DSLContext;
import org.jooq.ExecuteContext;
import org.jooq.ExecuteListener;
import org.jooq.Query;
import org.jooq.impl.DSL;
import org.jooq.impl.DefaultExecuteListenerProvider;
import org.jooq.tools.json.JSONParser;
import org.jooq.tools.json.ParseException;
import org.jspecify.annotations.Nullable;

/** Keeps the last statement that a context sent, and lets the server explain it. */
final class PlanRecorder implements ExecuteListener {

  private static final long serialVersionUID = 1L;

  private @Nullable String last;

  /** The same context with this listener on it. */
  DSLContext on(DSLContext dsl) {
    return dsl.configuration().derive(new DefaultExecuteListenerProvider(this)).dsl();
  }

  @Override
  public void executeStart(ExecuteContext context) {
    Query query = context.query();
    if (query != null) {
      last = DSL.using(context.configuration()).renderInlined(query);
    }
  }

  /**
   * Runs the statement once more.
   *
   * @return how often each node of its plan ran, by its kind and the index or table that it reads
   */
  Map<String, Long> explain(DSLContext dsl, UnaryOperator<String> change) {
    String sql = change.apply(Objects.requireNonNull(last));
    String json =
        Objects.requireNonNull(
                dsl.connectionResult(
                    connection -> {
                      try (var statement = connection.createStatement();
                          var rows =
                              statement.executeQuery(
                                  "explain (analyze, buffers, timing off, format json) " + sql)) {
                        rows.next();
                        return rows.getString(1);
                      }
                    }))
            .strip();
    Map<String, Long> nodes = new HashMap<>();
    try {
      List<?> plans = (List<?>) new JSONParser().parse(json);
      collect((Map<?, ?>) ((Map<?, ?>) plans.get(0)).get("Plan"), nodes);
    } catch (ParseException e) {
      throw new IllegalStateException(json, e);
    }
    return nodes;
  }

  private static void collect(Map<?, ?> plan, Map<String, Long> nodes) {
    Object target =
        plan.get("Index Name") == null ? plan.get("Relation Name") : plan.get("Index Name");
    String name = plan.get("Node Type") + (target == null ? "" : " " + target);
    nodes.merge(name, ((Number) plan.get("Actual Loops")).longValue(), Long::sum);
    if (plan.get("Plans") instanceof List<?> children) {
      children.forEach(child -> collect((Map<?, ?>) child, nodes));
    }
  }
}
