package io.celers.broker.transfer;

/**
 * What an export has written, so far or in all.
 *
 * @param rows tasks, dead letters or results
 * @param bytes length of the file
 */
public record Exported(long rows, long bytes) {}
