package io.celers.broker.docs;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Comments name the test that guards a statement; it has to be there. */
class GuardsInCommentsTest {

  private static final Pattern NEXT_LINE_OF_COMMENT = Pattern.compile("\\R\\s*(//|\\*) ?");
  private static final Pattern GUARDED = Pattern.compile("Guarded by ([^.]*)\\.");
  private static final Pattern NAME_OF_TEST = Pattern.compile("\\b[A-Z]\\w+(IT|Test)\\b");

  @Test
  void testsThatAreNamedExist() {
    List<Path> sources = sources();
    Set<String> tests =
        sources.stream()
            .map(file -> file.getFileName().toString().replace(".java", ""))
            .collect(toSet());

    List<String> named = sources.stream().flatMap(GuardsInCommentsTest::guards).toList();

    assertThat(named).hasSizeGreaterThan(20);
    assertThat(tests).containsAll(named);
  }

  private static Stream<String> guards(Path source) {
    String text = NEXT_LINE_OF_COMMENT.matcher(text(source)).replaceAll(" ");
    return GUARDED
        .matcher(text)
        .results()
        .flatMap(guard -> NAME_OF_TEST.matcher(guard.group(1)).results())
        .map(name -> name.group());
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Path> sources() {
    try (Stream<Path> files = Files.walk(Documents.ROOT)) {
      return files
          .filter(file -> file.toString().endsWith(".java"))
          .filter(file -> !file.toString().contains("target"))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
