/**
 * The worker.
 *
 * <p>Who owns what:
 *
 * <ul>
 *   <li>{@link io.celers.broker.jooq.internal.worker.InHand} knows every task that the worker has
 *       claimed and not settled yet. A {@code HeldTask} is put in by the claimer and taken out by
 *       whoever settles, releases or loses it; that one alone forgets it.
 *   <li>{@code Slots} hands waiting tasks to free slots. Its one lock guards the waiting tasks and
 *       the number of free slots; nothing that could wait is called under it.
 *   <li>A {@code HeldTask} guards its own life by its monitor: its handler's thread begins and ends
 *       it, any other may cancel it in between, and an interruption never reaches the thread after
 *       the end.
 * </ul>
 *
 * <p>Threads, each in a class of its name, all of them daemons: {@code ClaimLoop} claims, {@code
 * Completions} settles groups of outcomes, {@code Heartbeats} extends leases over a connection that
 * it keeps, {@code Upkeep} reaps and looks around. Handlers run in the threads of an executor. They
 * share nothing but the three classes above, so each of them may fail, wait for the database, or
 * lag behind without harm to the others: what goes wrong with one task ends in its receipt, which
 * fences it. One thing holds another up on purpose: while outcomes pile up, nothing is claimed.
 */
@NullMarked
package io.celers.broker.jooq.internal.worker;

import org.jspecify.annotations.NullMarked;
