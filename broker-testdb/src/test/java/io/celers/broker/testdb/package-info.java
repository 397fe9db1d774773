@NullMarked
package io.celers.broker.testdb;

import org.jspecify.annotations.NullMarked;
