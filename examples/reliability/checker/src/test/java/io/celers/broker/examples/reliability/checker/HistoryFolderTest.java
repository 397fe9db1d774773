package io.celers.broker.examples.reliability.checker;

import static org.assertj.core.api.Assertions.assertThat;

import io.celers.broker.examples.reliability.checker.history.Event;
import io.celers.broker.examples.reliability.checker.history.EventKind;
import io.celers.broker.examples.reliability.checker.history.History;
import io.celers.broker.examples.reliability.checker.history.HistoryFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Histories as they are written and read. */
class HistoryFolderTest {

  @TempDir Path folder;

  @Test
  void eventIsReadAsItWasWritten() {
    Event event =
        new Event(
            7, -5, EventKind.LOST, UUID.randomUUID(), UUID.randomUUID(), 3, "words with\nbreaks");

    assertThat(Event.of(event.line()))
        .isEqualTo(event.withKind(EventKind.LOST, "words with breaks"));
  }

  @Test
  void emptyPartsAreKept() {
    Event event = new Event(0, 1, EventKind.PROCESS_BEGUN, null, null, 0, "");

    assertThat(Event.of(event.line())).isEqualTo(event);
  }

  @Test
  void lineThatWasCutByAKillIsLeftOut() throws IOException {
    Event event = new Event(0, 1, EventKind.PROCESS_BEGUN, null, null, 0, "worker");
    Files.writeString(folder.resolve("worker-1.1.history"), event.line() + "\n1 2 star");

    List<History> histories = HistoryFolder.read(folder);

    assertThat(histories).containsExactly(new History("worker-1.1", List.of(event), true));
    assertThat(histories.get(0).ended()).isFalse();
  }
}
