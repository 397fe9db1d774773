package io.celers.broker.examples.monitoring;

import java.util.List;
import org.jline.utils.AttributedString;

/** Where frames are shown. Used by one thread. */
interface Display extends AutoCloseable {

  /** Shows a frame in place of the one before, or after it. */
  void show(List<AttributedString> lines);

  /** Leaves the terminal as it was. */
  @Override
  void close();
}
