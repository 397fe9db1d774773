package io.celers.broker.docs;

import io.celers.broker.jooq.JooqBroker;
import io.celers.broker.task.TaskType;
import java.sql.Connection;
import java.util.Map;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.Record;
import org.jooq.TableField;
import org.jooq.impl.DSL;
import org.jooq.impl.SQLDataType;
import org.jooq.impl.TableImpl;

/** What the code in the documents takes for granted: an application and its tables. */
@SuppressWarnings("NullAway.Init")
public abstract class CodeContext {

  /** As the application's own generated classes. */
  protected static final Orders ORDERS = new Orders();

  protected static final TaskType<SendInvoice> SEND_INVOICE =
      TaskType.of("send-invoice", SendInvoice.class);

  protected DataSource dataSource;
  protected DSLContext ctx;
  protected Connection connection;
  protected JooqBroker broker;
  protected Mailer mailer;
  protected Tracer tracer;

  protected String customer;
  protected String email;
  protected String url;
  protected String user;
  protected String password;
  protected boolean running;

  /** A payload. */
  public record SendInvoice(long orderId, String email) {}

  /** A service of the application. */
  public interface Mailer {
    void sendInvoice(long orderId, String email);
  }

  /** A tracing library. */
  public interface Tracer {
    Map<String, String> headersOfCurrentSpan();

    Span startSpan(Map<String, String> parent);

    /** A part of a trace. */
    interface Span {
      void end();
    }
  }

  /** A table of the application. */
  public static final class Orders extends TableImpl<Record> {
    private static final long serialVersionUID = 1L;

    public final TableField<Record, Long> ID =
        createField(DSL.name("id"), SQLDataType.BIGINT.identity(true));
    public final TableField<Record, String> CUSTOMER =
        createField(DSL.name("customer"), SQLDataType.CLOB);
    public final TableField<Record, java.util.UUID> INVOICE_TASK =
        createField(DSL.name("invoice_task"), SQLDataType.UUID);
    public final TableField<Record, Boolean> INVOICED =
        createField(DSL.name("invoiced"), SQLDataType.BOOLEAN);

    Orders() {
      super(DSL.name("orders"));
    }
  }
}
