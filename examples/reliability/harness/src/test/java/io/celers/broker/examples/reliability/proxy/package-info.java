/** Tests of the proxy. */
@NullMarked
package io.celers.broker.examples.reliability.proxy;

import org.jspecify.annotations.NullMarked;
