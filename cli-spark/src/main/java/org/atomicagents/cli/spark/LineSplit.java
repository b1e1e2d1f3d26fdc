package org.atomicagents.cli.spark;

import java.io.Serializable;

/**
 * A part of a JSON Lines file, which one task runs.
 *
 * @param start the position of its first byte
 * @param end the position after its last byte
 * @param firstLine the number of its first line in the file, from 1
 * @param firstIndex the index of its first item in the batch, from 0
 */
record LineSplit(long start, long end, long firstLine, long firstIndex) implements Serializable {}
