/** A Spring Boot application that takes orders over HTTP and invoices them in a worker. */
@NullMarked
package io.celers.broker.examples.spring;

import org.jspecify.annotations.NullMarked;
