package io.celers.broker.jooq.internal.sql;

import static java.util.Objects.requireNonNull;

import io.celers.broker.generated.Celers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jooq.Context;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Param;
import org.jooq.Record;
import org.jooq.RecordMapper;
import org.jooq.ResultQuery;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.impl.CustomQueryPart;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * A statement that is written in the DSL and rendered once for each schema; after that it is only
 * bound. For the few statements that every task passes through: decision 0022.
 *
 * <p>Safe for use by many threads.
 *
 * @param <T> what becomes of each row
 */
public final class HotStatement<T> {

  private final Supplier<? extends ResultQuery<?>> statement;
  private final RecordMapper<Record, T> mapper;
  private final ConcurrentMap<Target, Template> templates = new ConcurrentHashMap<>();

  private HotStatement(
      Supplier<? extends ResultQuery<?>> statement, RecordMapper<Record, T> mapper) {
    this.statement = statement;
    this.mapper = mapper;
  }

  /**
   * All its values are to be parameters that have names.
   *
   * @param statement builds it; called once for each schema
   * @param mapper of its rows
   */
  public static <R extends Record, T> HotStatement<T> of(
      Supplier<? extends ResultQuery<R>> statement, RecordMapper<? super R, T> mapper) {
    // For the same columns jOOQ makes records of the same type.
    @SuppressWarnings("unchecked")
    RecordMapper<Record, T> same = (RecordMapper<Record, T>) mapper;
    return new HotStatement<>(statement, same);
  }

  /** The statement on this connection, with no values yet. */
  public Bound<T> on(DSLContext db) {
    return new Bound<>(this, db);
  }

  private Template template(DSLContext db, Map<String, Value<?>> values) {
    Target target = new Target(db.dialect(), requireNonNull(db.map(Celers.CELERS)).getName());
    Template template = templates.get(target);
    return template == null
        ? templates.computeIfAbsent(target, key -> Template.of(db, statement.get(), values))
        : template;
  }

  /** What the text depends on. */
  private record Target(SQLDialect dialect, String schema) {}

  /** A parameter with its value. */
  private record Value<V>(Param<V> param, @Nullable V value) {

    Field<V> toField() {
      return DSL.val(value, param.getDataType());
    }
  }

  /**
   * The text of a statement around its values, which it may have in several places.
   *
   * @param texts before each value, in their order, and after the last one
   */
  private record Template(
      List<String> texts, List<String> names, Set<String> distinctNames, Field<?>[] columns) {

    /** Not part of any name or literal. */
    private static final String MARK = "\u0001";

    private static final Pattern PLACEHOLDER = Pattern.compile(MARK + "(\\w+)");

    // A value comes with all that jOOQ writes around its question mark, as a cast: that is left
    // out of the text.
    static Template of(DSLContext db, ResultQuery<?> statement, Map<String, Value<?>> values) {
      Settings marking = ((Settings) db.settings().clone()).withRenderNamedParamPrefix(MARK);
      DSLContext renderer = db.configuration().derive(marking).dsl();
      String text = renderer.renderNamedParams(statement);
      List<String> texts = new ArrayList<>();
      List<String> names = new ArrayList<>();
      int end = 0;
      Matcher placeholder = PLACEHOLDER.matcher(text);
      while (placeholder.find()) {
        String name = placeholder.group(1);
        Value<?> value = values.get(name);
        if (value == null) {
          throw new IllegalStateException("no value for parameter " + name);
        }
        String alone = renderer.renderNamedParams(value.param());
        int begin = placeholder.start() - alone.indexOf(MARK);
        if (begin < end || !text.startsWith(alone, begin)) {
          throw new IllegalStateException("rendered otherwise than alone: parameter " + name);
        }
        texts.add(text.substring(end, begin));
        names.add(name);
        end = begin + alone.length();
      }
      texts.add(text.substring(end));
      return new Template(
          texts, names, names.stream().collect(Collectors.toSet()), statement.fields());
    }

    void accept(Context<?> context, Map<String, Value<?>> values) {
      for (int i = 0; i < names.size(); i++) {
        context.sql(texts.get(i)).visit(requireNonNull(values.get(names.get(i))).toField());
      }
      context.sql(texts.get(names.size()));
    }
  }

  /**
   * The statement with its values, for one execution. Not safe for use by many threads.
   *
   * @param <T> what becomes of each row
   */
  public static final class Bound<T> {

    private final HotStatement<T> statement;
    private final DSLContext db;
    private final Map<String, Value<?>> values = new HashMap<>();

    private Bound(HotStatement<T> statement, DSLContext db) {
      this.statement = statement;
      this.db = db;
    }

    /** Gives a parameter its value. */
    public <V> Bound<T> with(Param<V> param, @Nullable V value) {
      values.put(requireNonNull(param.getParamName()), new Value<>(param, value));
      return this;
    }

    /**
     * Executes it.
     *
     * @throws IllegalStateException unless each of its parameters, and no other, has a value
     */
    public List<T> fetch() {
      return query().fetch(statement.mapper);
    }

    /** As jOOQ knows it, as to explain it. */
    public ResultQuery<Record> query() {
      Template template = statement.template(db, values);
      if (!values.keySet().equals(template.distinctNames())) {
        throw new IllegalStateException(
            "values for %s, parameters are %s".formatted(values.keySet(), template.names()));
      }
      return db.resultQuery("{0}", CustomQueryPart.of(context -> template.accept(context, values)))
          .coerce(template.columns());
    }
  }
}
