package org.atomicagents.langchain4j;

import dev.langchain4j.model.output.TokenUsage;
import java.util.function.Function;
import org.atomicagents.message.Usage;

/**
 * The origin of a response.
 *
 * @param provider the name of the provider
 * @param model the requested model
 * @param usage the conversion of its token counts
 */
record ResponseSource(String provider, String model, Function<? super TokenUsage, Usage> usage) {}
