package org.atomicagents.benchmarks.extraction;

/**
 * A type of output with the instruction that every library sends as its system message.
 *
 * @param type the record
 * @param instruction the system message
 */
public record ExtractionType(Class<? extends Record> type, String instruction) {}
