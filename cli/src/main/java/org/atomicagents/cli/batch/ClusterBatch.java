package org.atomicagents.cli.batch;

import org.atomicagents.cli.agentfile.PortableAgentFile;
import org.atomicagents.cli.model.ModelChoice;
import org.atomicagents.cli.model.ModelEnvironment;
import org.atomicagents.cli.terminal.Terminal;
import org.jspecify.annotations.Nullable;

/**
 * One run of the command {@code batch} on several machines.
 *
 * @param agent the agent file, in a form that other machines can read
 * @param model the model, whose key is in the environment of the executors
 * @param isModelOfFile whether the model is that of the agent file, whose address applies then
 * @param models the environment of this process
 * @param in the path or the URI of the input, which all executors can read
 * @param out the path or the URI of the output; {@code -} for standard output
 * @param journal the folder of the recorded results, which all executors can write; null for none
 * @param mayOverwrite whether an existing output may be replaced
 * @param command the command line that continues an interrupted run
 */
public record ClusterBatch(
    PortableAgentFile agent,
    ModelChoice model,
    boolean isModelOfFile,
    ModelEnvironment models,
    String in,
    String out,
    @Nullable String journal,
    boolean mayOverwrite,
    BatchLimits limits,
    ClusterOptions cluster,
    Terminal terminal,
    String command) {}
