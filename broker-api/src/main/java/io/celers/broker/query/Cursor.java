package io.celers.broker.query;

import java.util.UUID;

/**
 * Where a page ended, and the next one begins.
 *
 * <p>Stays valid while tasks are written and deleted. Its text form may be handed to a browser or a
 * command line; it is a task's id and nothing more.
 *
 * @param id the last id that was looked at
 */
public record Cursor(UUID id) {

  /** Reads the text form. */
  public static Cursor parse(String text) {
    return new Cursor(UUID.fromString(text));
  }

  /** The text form. */
  @Override
  public String toString() {
    return id.toString();
  }
}
