/** What maintenance is to do, how often, and how far it has come. */
@NullMarked
package io.celers.broker.maintenance;

import org.jspecify.annotations.NullMarked;
