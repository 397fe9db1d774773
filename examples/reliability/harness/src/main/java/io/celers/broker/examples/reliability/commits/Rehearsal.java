package io.celers.broker.examples.reliability.commits;

/**
 * What a verb does when nothing is cut: what a cut one and its repeat are measured by.
 *
 * @param before what is in the tables
 * @param after likewise
 * @param answer of the call
 * @param again answer of a second call
 * @param commits how many transactions of the call change something
 */
record Rehearsal(String before, String after, String answer, String again, int commits) {}
