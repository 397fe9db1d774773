package io.celers.broker.examples.spring;

import java.math.BigDecimal;

/** The customer has not enough credit for an order. */
final class CreditExceededException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  CreditExceededException(String customer, BigDecimal amount) {
    super("no credit for %s of %s".formatted(amount.toPlainString(), customer));
  }
}
