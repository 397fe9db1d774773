package io.celers.broker.docs;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.tools.SimpleJavaFileObject;

/**
 * One {@code java} block of a document, wrapped as the body of a method of a {@link CodeContext}.
 *
 * <p>Its lines have the same numbers as in the document, so that the compiler's complaints do, too.
 */
final class JavaBlock extends SimpleJavaFileObject {

  /** What blocks may name without importing it. Blocks may bring further imports themselves. */
  private static final List<String> IMPORTS =
      List.of(
          "static io.celers.broker.generated.Tables.*",
          "static java.time.Duration.*",
          "io.celers.broker.*",
          "io.celers.broker.codec.*",
          "io.celers.broker.delivery.*",
          "io.celers.broker.docs.CodeContext",
          "io.celers.broker.error.*",
          "io.celers.broker.jooq.*",
          "io.celers.broker.maintenance.*",
          "io.celers.broker.query.*",
          "io.celers.broker.schedule.*",
          "io.celers.broker.schema.*",
          "io.celers.broker.task.*",
          "io.celers.broker.testdb.*",
          "io.celers.broker.transfer.*",
          "java.io.InputStream",
          "java.io.OutputStream",
          "java.nio.file.Files",
          "java.nio.file.Path",
          "java.sql.Connection",
          "java.time.*",
          "java.util.*",
          "java.util.concurrent.*",
          "javax.sql.DataSource",
          "org.flywaydb.core.Flyway",
          "org.jooq.DSLContext",
          "org.jooq.Result",
          "org.jooq.Record3",
          "org.jooq.SQLDialect",
          "org.jooq.impl.DSL",
          "org.springframework.transaction.annotation.Transactional");

  private static final String FENCE = "```";
  private static final String IMPORT = "import ";

  private final String document;
  private final int line;
  private final String source;

  private JavaBlock(String document, int line, List<String> code) {
    super(URI.create("string:///" + name(document, line) + Kind.SOURCE.extension), Kind.SOURCE);
    this.document = document;
    this.line = line;
    this.source = wrapped(code);
  }

  static List<JavaBlock> of(Path document) {
    return of(Documents.ROOT.relativize(document).toString(), Documents.lines(document));
  }

  static List<JavaBlock> of(String document, List<String> lines) {
    List<JavaBlock> blocks = new ArrayList<>();
    for (int i = 0; i < lines.size(); i++) {
      if (lines.get(i).equals(FENCE + "java")) {
        int first = i + 1;
        do {
          i++;
        } while (!lines.get(i).equals(FENCE));
        blocks.add(new JavaBlock(document, first + 1, lines.subList(first, i)));
      }
    }
    return blocks;
  }

  /** A class name that no other block has. */
  private static String name(String document, int line) {
    return document.replaceAll("\\W", "_") + "_" + line;
  }

  private String wrapped(List<String> code) {
    StringBuilder text = new StringBuilder();
    IMPORTS.forEach(name -> text.append(IMPORT).append(name).append(';'));
    code.stream().filter(JavaBlock::isImport).forEach(text::append);
    text.append("class ").append(name(document, line));
    text.append(" extends CodeContext { void run() throws Exception {");
    text.append("\n".repeat(line - 1));
    code.forEach(each -> text.append(isImport(each) ? "" : each).append('\n'));
    return text.append("}}").toString();
  }

  private static boolean isImport(String line) {
    return line.startsWith(IMPORT);
  }

  @Override
  public CharSequence getCharContent(boolean ignoreEncodingErrors) {
    return source;
  }

  /** File and line, as an editor finds them. */
  String place(long at) {
    return document + ":" + at;
  }
}
