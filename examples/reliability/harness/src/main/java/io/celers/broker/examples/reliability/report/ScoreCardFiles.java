package io.celers.broker.examples.reliability.report;

import io.celers.broker.examples.reliability.checker.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes a score card as JSON and as Markdown. */
public final class ScoreCardFiles {

  private ScoreCardFiles() {}

  /** Writes {@code score.json} and {@code score.md} into a folder. */
  public static void write(Path folder, ScoreCard card) throws IOException {
    Files.createDirectories(folder);
    JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    Files.writeString(folder.resolve("score.json"), json.writeValueAsString(card));
    Files.writeString(folder.resolve("score.md"), markdown(card));
  }

  private static String markdown(ScoreCard card) {
    StringBuilder text = new StringBuilder();
    text.append(
        "### %s, seed %d: %s\n\n"
            .formatted(card.scenario(), card.seed(), card.passed() ? "passed" : "FAILED"));
    text.append("%s to %s, options %s\n\n".formatted(card.began(), card.ended(), card.options()));
    text.append("| what | how much |\n|---|--:|\n");
    card.verdict()
        .counts()
        .forEach((name, count) -> text.append("| %s | %,d |\n".formatted(name, count)));
    card.figures().forEach((name, figure) -> text.append("| %s | %s |\n".formatted(name, figure)));
    text.append(
        "| corrupted evidence, found | %,d of %,d, %d kinds |\n\n"
            .formatted(
                card.trial().tried() - card.trial().missed().size(),
                card.trial().tried(),
                card.trial().kinds()));
    text.append("| promise | checked | violations |\n|---|--:|--:|\n");
    for (Verdict.Ruling rule : card.verdict().rules()) {
      text.append(
          "| %s | %,d | %,d |\n".formatted(rule.promise(), rule.checked(), rule.violations()));
    }
    card.verdict().vacuous().forEach(line -> text.append("\nvacuous: ").append(line).append('\n'));
    return text.toString();
  }
}
