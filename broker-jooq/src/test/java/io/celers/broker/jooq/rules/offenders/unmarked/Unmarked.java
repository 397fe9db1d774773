package io.celers.broker.jooq.rules.offenders.unmarked;

/** In a package that says nothing about null. */
public final class Unmarked {

  private Unmarked() {}
}
