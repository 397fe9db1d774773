package io.celers.broker.docs;

import static java.util.stream.Collectors.toMap;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Tests of the project, in the sources: not all of them are on the class path of one module. Test
 * classes have names of their own.
 */
final class TestsByName {

  private static final Pattern ANNOTATION =
      Pattern.compile("@(Test|ParameterizedTest|RepeatedTest|TestFactory)\\b");

  private static final Map<String, String> SOURCES = sources();

  private TestsByName() {}

  static boolean exists(String type) {
    return SOURCES.containsKey(type);
  }

  static boolean exists(String type, String method) {
    String source = SOURCES.getOrDefault(type, "");
    int at = source.indexOf("void " + method + "(");
    return at >= 0
        && ANNOTATION.matcher(source.substring(endOfTheOneBefore(source, at), at)).find();
  }

  private static int endOfTheOneBefore(String source, int at) {
    return Math.max(source.lastIndexOf("\n  }", at), 0);
  }

  private static Map<String, String> sources() {
    try (Stream<Path> files = Files.walk(Documents.ROOT)) {
      return files
          .filter(file -> file.toString().matches(".*src/test/java/.*(IT|Test)\\.java"))
          .collect(
              toMap(
                  file -> file.getFileName().toString().replace(".java", ""),
                  TestsByName::read,
                  String::concat));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
