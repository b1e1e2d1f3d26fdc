package org.atomicagents.internal.run;

import java.time.Duration;
import org.atomicagents.ReAskScope;
import org.atomicagents.RunLimits;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.chat.SystemPrompt;
import org.atomicagents.model.Listeners;
import org.atomicagents.model.Model;
import org.atomicagents.model.ResponseMode;
import org.atomicagents.model.Sampling;
import org.atomicagents.model.TokenCounter;
import org.atomicagents.time.TimeSource;
import org.jspecify.annotations.Nullable;

/**
 * The settings of an agent, except its types.
 *
 * <p>A null value is decided per run or by the model. Immutable.
 */
public record AgentSettings(
    String name,
    Model model,
    SystemPrompt systemPrompt,
    Sampling sampling,
    RunLimits limits,
    @Nullable ChatHistory history,
    @Nullable Duration timeout,
    @Nullable ResponseMode mode,
    ReAskScope reAsk,
    Listeners listeners,
    TokenCounter tokenCounter,
    TimeSource time) {}
