package io.celers.broker.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class LinksInDocumentsTest {

  private static final Pattern LINK = Pattern.compile("\\[[^]]*]\\(([^)\\s]+)\\)");

  /** A link, and the document that it stands in. */
  private record Link(Path document, String target) {

    boolean isRelative() {
      return !target.contains("://") && !target.startsWith("mailto:");
    }

    boolean leadsSomewhere() {
      String[] parts = target.split("#", 2);
      Path file = parts[0].isEmpty() ? document : document.resolveSibling(parts[0]);
      return Files.exists(file) && (parts.length == 1 || anchors(file).anyMatch(parts[1]::equals));
    }

    @Override
    public String toString() {
      return Documents.ROOT.relativize(document) + ": " + target;
    }
  }

  @Test
  void relativeLinksLeadSomewhere() {
    List<Link> links =
        Documents.all().stream()
            .flatMap(LinksInDocumentsTest::links)
            .filter(Link::isRelative)
            .toList();

    assertThat(links).hasSizeGreaterThan(5);
    assertThat(links).allMatch(Link::leadsSomewhere);
  }

  private static Stream<Link> links(Path document) {
    return Documents.lines(document).stream()
        .flatMap(line -> LINK.matcher(line).results())
        .map(match -> new Link(document, match.group(1)));
  }

  /** Headings as GitHub makes anchors of them. */
  private static Stream<String> anchors(Path document) {
    return Documents.lines(document).stream()
        .filter(line -> line.startsWith("#"))
        .map(line -> line.replaceFirst("#+ ", "").toLowerCase(Locale.ROOT))
        .map(heading -> heading.replaceAll("[^\\p{L}\\p{N} _-]", "").replace(' ', '-'));
  }
}
