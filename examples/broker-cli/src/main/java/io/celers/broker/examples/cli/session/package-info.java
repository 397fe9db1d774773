/** What all verbs share: the database, the operator, the exit codes. */
@NullMarked
package io.celers.broker.examples.cli.session;

import org.jspecify.annotations.NullMarked;
