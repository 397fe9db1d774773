/** Tests of the application, over HTTP. */
@NullMarked
package io.celers.broker.examples.spring;

import org.jspecify.annotations.NullMarked;
