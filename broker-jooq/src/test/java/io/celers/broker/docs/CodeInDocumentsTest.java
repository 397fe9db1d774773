package io.celers.broker.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;

class CodeInDocumentsTest {

  @Test
  void codeInDocumentsCompiles() {
    List<JavaBlock> blocks =
        Documents.all().stream().flatMap(document -> JavaBlock.of(document).stream()).toList();

    List<String> errors = errors(blocks);

    assertThat(blocks).hasSizeGreaterThan(5);
    assertThat(errors).isEmpty();
  }

  @Test
  void anErrorNamesItsPlace() {
    List<JavaBlock> blocks =
        JavaBlock.of("example.md", List.of("# Heading", "```java", "int i;", "i = j;", "```"));

    List<String> errors = errors(blocks);

    assertThat(errors).singleElement().asString().startsWith("example.md:4: cannot find symbol");
  }

  private static List<String> errors(List<JavaBlock> blocks) {
    DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
    List<String> options =
        List.of("-proc:none", "-Xlint:none", "-classpath", System.getProperty("java.class.path"));
    // Into nowhere: the classes are of no use.
    ToolProvider.getSystemJavaCompiler()
        .getTask(null, new Nowhere(), found, options, null, blocks)
        .call();
    return found.getDiagnostics().stream()
        .filter(diagnostic -> diagnostic.getKind() == Diagnostic.Kind.ERROR)
        .map(CodeInDocumentsTest::complaint)
        .toList();
  }

  private static String complaint(Diagnostic<? extends JavaFileObject> error) {
    JavaBlock block = (JavaBlock) error.getSource();
    return block.place(error.getLineNumber()) + ": " + error.getMessage(Locale.ROOT);
  }
}
