package org.atomicagents.cli.review;

import java.util.ArrayList;
import java.util.List;
import org.atomicagents.AtomicAgent;
import org.atomicagents.RunLimits;
import org.atomicagents.RunOptions;
import org.atomicagents.chat.ChatHistory;
import org.atomicagents.cli.review.ReplayResult.ConversationPass;
import org.atomicagents.cli.review.ReplayResult.StreamedRun;
import org.atomicagents.error.AgentException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Counts the tokens of the requests of a conversation, whose responses are those of replayed runs.
 * No request is sent.
 */
final class ConversationReplay {
  private static final int REFERENCE_TURN = 10;
  private static final int LIMIT_STEP = 500;

  private ConversationReplay() {}

  /**
   * Returns the tokens without a limit, and with a limit near the size of the tenth turn; null if
   * there is no response, or a turn does not fit into the limits of the agent.
   *
   * @param runs the runs whose outputs are the responses
   * @param turns the number of turns, more than 10
   */
  static @Nullable ConversationPass count(
      AtomicAgent<JsonNode, JsonNode> agent,
      List<JsonNode> inputs,
      List<StreamedRun> runs,
      int turns) {
    if (runs.isEmpty()) {
      return null;
    }
    try {
      List<Integer> unbounded = converse(agent, inputs, runs, turns, agent.limits());
      int tenth = unbounded.get(REFERENCE_TURN - 1);
      Integer length = agent.sampling().maxTokens();
      // Without a maximum length, a quarter of the limit is reserved for the response.
      int reserved = length == null ? tenth / 3 : length;
      int limit = ((tenth + reserved) / LIMIT_STEP + 1) * LIMIT_STEP;
      List<Integer> bounded =
          converse(agent, inputs, runs, turns, agent.limits().withMaxContextTokens(limit));
      var output = new ArrayList<Long>();
      for (int turn = 0; turn < turns; turn++) {
        output.add(runs.get(turn % runs.size()).usage().outputTokens());
      }
      return new ConversationPass(unbounded, bounded, limit, output);
    } catch (AgentException e) {
      return null;
    }
  }

  private static List<Integer> converse(
      AtomicAgent<JsonNode, JsonNode> agent,
      List<JsonNode> inputs,
      List<StreamedRun> runs,
      int turns,
      RunLimits limits) {
    var tokens = new ArrayList<Integer>();
    var options = RunOptions.history(ChatHistory.unbounded()).withLimits(limits);
    for (int turn = 0; turn < turns; turn++) {
      try (var run = agent.prepare(inputs.get(turn % inputs.size()), options)) {
        tokens.add(run.tokens().total());
        run.commit(runs.get(turn % runs.size()).output());
      }
    }
    return tokens;
  }
}
