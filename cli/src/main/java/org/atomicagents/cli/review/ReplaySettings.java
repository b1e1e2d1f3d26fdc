package org.atomicagents.cli.review;

import java.time.Duration;

/**
 * The simulated provider of a replay, and its limits. Immutable.
 *
 * @param latency the time to the first token
 * @param tokensPerSecond the speed of a response after its first token
 * @param sample the maximum number of inputs to replay
 * @param seed the seed of the sample and of the simulated responses
 * @param turns the length of the counted conversation, in turns; more than 10
 * @param timeLimit the maximum duration of all replays together
 */
record ReplaySettings(
    Duration latency,
    double tokensPerSecond,
    int sample,
    long seed,
    int turns,
    Duration timeLimit) {}
