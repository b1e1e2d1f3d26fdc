package org.atomicagents.cli.spark;

import java.io.Serializable;
import org.atomicagents.cli.agentfile.PortableAgentFile;
import org.jspecify.annotations.Nullable;

/**
 * What an executor needs to run lines. Contains no key of a provider.
 *
 * @param model the model, in the form of the option {@code --model}
 * @param isModelOfFile whether the address of the agent file applies
 * @param in the path or the URI of the input
 * @param journal the folder of the journal; null for none
 * @param concurrency the lines in progress in each task
 * @param requestsPerMinute the requests per minute of all executors; 0 for no limit
 * @param tokensPerMinute the tokens per minute of all executors; 0 for no limit
 * @param executors the number of executors; 0 if it is not known
 * @param slots the number of tasks that an executor runs at a time
 * @param redis the URI of the server with shared limits; null for none
 */
record LineJob(
    PortableAgentFile agent,
    String model,
    boolean isModelOfFile,
    String in,
    @Nullable String journal,
    int concurrency,
    long requestsPerMinute,
    long tokensPerMinute,
    int executors,
    int slots,
    @Nullable String redis)
    implements Serializable {}
