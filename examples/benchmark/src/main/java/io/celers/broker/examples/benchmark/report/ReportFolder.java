package io.celers.broker.examples.benchmark.report;

import io.celers.broker.examples.benchmark.run.CellResult;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/** Writes a run as JSON, as a table in Markdown, and as plots. */
public final class ReportFolder {

  private static final Logger log = LoggerFactory.getLogger(ReportFolder.class);

  private final Path folder;

  /** Writes into this folder, which is made if it does not exist. */
  public ReportFolder(Path folder) {
    this.folder = folder;
  }

  /**
   * Writes {@code report.json}, {@code report.md} and the plots of the last cell, over those of an
   * earlier run; to be called after each cell. A plot that fails is missing; the figures are more
   * important.
   */
  public void write(RunReport report) throws IOException {
    System.setProperty("java.awt.headless", "true");
    Files.createDirectories(folder);
    JsonMapper json = JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();
    Files.writeString(folder.resolve("report.json"), json.writeValueAsString(report));
    Files.writeString(folder.resolve("report.md"), MarkdownTable.of(report));
    if (!report.cells().isEmpty()) {
      // those of the cells before are there since these were measured
      plot(report.cells());
    }
  }

  private void plot(List<CellResult> cells) throws IOException {
    CellResult cell = cells.get(cells.size() - 1);
    try {
      Plots.write(cell, folder);
      SeriesPlot.write(cell, folder);
      OverviewPlot.write(cells, folder);
    } catch (RuntimeException e) {
      log.warn("no plot of {}", cell.cell(), e);
    }
  }
}
