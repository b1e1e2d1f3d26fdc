package org.atomicagents.cli.bench;

/**
 * The failed runs of one type.
 *
 * @param type the simple name of the exception
 * @param message the message of the first one, shortened
 */
public record FailureFigures(String type, long count, String message) {}
