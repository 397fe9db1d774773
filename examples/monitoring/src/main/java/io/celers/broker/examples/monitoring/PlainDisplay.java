package io.celers.broker.examples.monitoring;

import java.io.PrintWriter;
import java.util.List;
import org.jline.utils.AttributedString;

/** One frame after the other, for files and pipes. */
final class PlainDisplay implements Display {

  private final PrintWriter out;

  PlainDisplay(PrintWriter out) {
    this.out = out;
  }

  @Override
  public void show(List<AttributedString> lines) {
    lines.forEach(out::println);
    out.println();
    out.flush();
  }

  @Override
  public void close() {
    out.flush();
  }
}
