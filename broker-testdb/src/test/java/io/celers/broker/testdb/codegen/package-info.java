@NullMarked
package io.celers.broker.testdb.codegen;

import org.jspecify.annotations.NullMarked;
