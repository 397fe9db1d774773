package io.celers.broker.advice;

/** What to do about an index. */
public sealed interface IndexAdvice {

  /** The index that is spoken of. */
  IndexFigures figures();

  /**
   * It earns its keep.
   *
   * @param figures the index
   */
  record Keep(IndexFigures figures) implements IndexAdvice {}

  /**
   * It is much larger than what it holds.
   *
   * @param figures the index
   * @param expectedBytes how large it would be if built anew, about
   */
  record Rebuild(IndexFigures figures, long expectedBytes) implements IndexAdvice {}

  /**
   * Nothing reads it, and every write pays for it.
   *
   * @param figures the index
   */
  record Drop(IndexFigures figures) implements IndexAdvice {}
}
