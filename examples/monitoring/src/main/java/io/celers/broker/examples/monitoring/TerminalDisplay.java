package io.celers.broker.examples.monitoring;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jline.terminal.Terminal;
import org.jline.utils.AttributedString;
import org.jline.utils.InfoCmp.Capability;

/** Refreshes in place, on the terminal's second screen; what does not fit is cut. */
final class TerminalDisplay implements Display {

  private final Terminal terminal;
  private final org.jline.utils.Display display;
  private List<AttributedString> last = List.of();

  TerminalDisplay(Terminal terminal) {
    this.terminal = terminal;
    this.display = new org.jline.utils.Display(terminal, true);
    terminal.puts(Capability.enter_ca_mode);
    terminal.puts(Capability.cursor_invisible);
    terminal.flush();
  }

  @Override
  public void show(List<AttributedString> lines) {
    last = lines;
    // asked each time: the window may have been resized
    int rows = Math.max(2, terminal.getHeight());
    int columns = Math.max(20, terminal.getWidth());
    display.resize(rows, columns);
    display.update(
        lines.stream()
            .limit(rows - 1L)
            .map(line -> line.columnSubSequence(0, columns - 1))
            .toList(),
        -1);
  }

  /** Goes back to the first screen, and leaves the last frame there. */
  @Override
  public void close() {
    terminal.puts(Capability.cursor_visible);
    terminal.puts(Capability.exit_ca_mode);
    last.forEach(line -> line.println(terminal));
    terminal.flush();
    try {
      terminal.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
