package org.atomicagents.internal.run;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.atomicagents.chat.ChatEntry;
import org.atomicagents.internal.json.JsonIo;
import org.atomicagents.internal.json.JsonTree;
import org.atomicagents.internal.schema.jsonschema.SmallestInstance;
import org.atomicagents.model.Model;
import org.atomicagents.model.ModelProfile;
import org.atomicagents.model.ModelRequest;
import org.atomicagents.model.OutputFormat;
import org.atomicagents.model.TokenCount;
import org.atomicagents.token.TokenBudget;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Applies the rule for the length of responses to the requests of a run.
 *
 * <p>Only used if the run has such a rule and no maximum of its own.
 */
public final class OutputBudget {
  /** Models write white space, and texts that are longer than they must be. */
  private static final int MINIMUM_FACTOR = 2;

  private static final int ESCALATION_FACTOR = 2;

  /** The part of a limited context that is reserved for the output: a quarter. */
  private static final int MAX_CONTEXT_SHARE = 4;

  private OutputBudget() {}

  /** Returns a configuration with the maximum of the response to an input. */
  public static RunConfig apply(RunConfig config, OutputFormat format, PendingTurn turn) {
    TokenBudget budget = config.limits().tokenBudget();
    if (budget == null || config.sampling().maxTokens() != null) {
      return config;
    }
    String smallest = SmallestInstance.of(format.schema());
    int minimum = MINIMUM_FACTOR * config.tokenCounter().count(smallest);
    int tokens = budget.tokensFor(input(turn));
    Integer context = config.limits().maxContextTokens();
    if (context != null) {
      tokens = Math.min(tokens, Math.max(1, context / MAX_CONTEXT_SHARE));
    }
    tokens = Math.max(tokens, minimum);
    return config.withSampling(
        config.sampling().withMaxTokens(clamp(tokens, config.model().maxOutputTokens())));
  }

  /** Returns a request whose maximum is not more than the context window leaves. */
  public static ModelRequest clamp(
      ModelRequest request, RunConfig config, List<ChatEntry> entries) {
    Integer tokens = request.sampling().maxTokens();
    OutputFormat format = request.output();
    if (config.limits().tokenBudget() == null || tokens == null || format == null) {
      return request;
    }
    OptionalInt window = window(config.model());
    if (window.isEmpty()) {
      return request;
    }
    TokenCount count =
        TokenEstimate.of(
            config.tokenCounter(), format, request.messages(), request.tools(), entries, window);
    int left = Math.max(1, window.getAsInt() - count.total());
    return left >= tokens ? request : request.withSampling(request.sampling().withMaxTokens(left));
  }

  /** Returns a larger maximum after a response was cut off; null if there is none. */
  static @Nullable Integer escalated(RunPlan<?> plan, @Nullable Integer tokens) {
    TokenBudget budget = plan.config().limits().tokenBudget();
    if (budget == null || tokens == null) {
      return null;
    }
    Model model = plan.config().model();
    long larger = Math.min(budget.maximum(), (long) ESCALATION_FACTOR * tokens);
    larger = clamp((int) larger, model.maxOutputTokens());
    OptionalInt window = window(model);
    if (window.isPresent()) {
      larger = Math.min(larger, window.getAsInt() - (long) TokenEstimate.of(plan).total());
    }
    return larger > tokens ? (int) larger : null;
  }

  /** Returns the maximum of input and output together; empty if it is unknown, or 0 for none. */
  private static OptionalInt window(Model model) {
    OptionalInt known = model.capabilities().contextWindow();
    OptionalInt window =
        known.isPresent()
            ? known
            : model.profile().map(ModelProfile::contextWindow).orElse(OptionalInt.empty());
    return window.orElse(0) > 0 ? window : OptionalInt.empty();
  }

  private static int clamp(int tokens, OptionalInt limit) {
    return limit.isPresent() && limit.getAsInt() > 0 ? Math.min(tokens, limit.getAsInt()) : tokens;
  }

  /** Returns the texts of the input, or of the message that is continued, separated by spaces. */
  private static String input(PendingTurn turn) {
    ChatEntry entry = turn.input();
    if (entry == null) {
      entry = turn.snapshot().newestFirst().iterator().next().entries().getFirst();
    }
    String json = entry.message().text();
    try {
      var texts = new ArrayList<String>();
      addTexts(JsonTree.read(JsonIo.requireValid("input", json)), texts);
      return String.join(" ", texts);
    } catch (JacksonException | IllegalArgumentException e) {
      return json;
    }
  }

  private static void addTexts(JsonNode node, List<String> texts) {
    if (node.isValueNode()) {
      texts.add(node.asString(""));
    } else {
      node.forEach(child -> addTexts(child, texts));
    }
  }
}
