package org.atomicagents.cli.bench;

/**
 * A run that has ended.
 *
 * @param number the number of the run in its level, from 0
 * @param input the position of its input
 * @param start the time from the start of the level to the start of the run, in nanoseconds
 * @param latency its duration, in nanoseconds
 */
record MeasuredRun(long number, int input, long start, long latency, CallTracer tracer) {}
