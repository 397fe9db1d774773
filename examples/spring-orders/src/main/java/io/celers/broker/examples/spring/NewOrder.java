package io.celers.broker.examples.spring;

import jakarta.validation.constraints.Digits;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.math.BigDecimal;

/** What is asked for, as it comes over HTTP. */
record NewOrder(
    @NotBlank @Size(max = 100) String customer,
    @NotNull @Positive @Digits(integer = 8, fraction = 2) BigDecimal amount) {}
