package org.atomicagents.anthropic;

import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.message.Usage;
import tools.jackson.core.JsonParser;

/**
 * The token usage of a response, from one or several reports.
 *
 * <p>Reports are cumulative, and a later one may omit counts: the largest count applies. {@code
 * input_tokens} excludes the tokens that were read from the cache or written to it. The totals
 * exclude the iterations that compacted the conversation. Source:
 * https://platform.claude.com/docs/en/build-with-claude/streaming.
 */
final class MessagesUsage {
  private final Counts total = new Counts();
  private Counts compaction = new Counts();

  /** The counts of one object. */
  private static final class Counts {
    private String type = "";
    private long input;
    private long output;
    private long cacheRead;
    private long cacheWrite;
    private long reasoning;

    void add(Counts other) {
      input += other.input;
      output += other.output;
      cacheRead += other.cacheRead;
      cacheWrite += other.cacheWrite;
    }
  }

  /** Reads a report, which is the current object. */
  void read(JsonParser json) {
    read(json, total);
  }

  private void read(JsonParser json, Counts counts) {
    WireJson.readFields(
        json,
        name -> {
          switch (name) {
            case "type" -> counts.type = json.getValueAsString("");
            case "input_tokens" -> counts.input = larger(counts.input, json);
            case "output_tokens" -> counts.output = larger(counts.output, json);
            case "cache_read_input_tokens" -> counts.cacheRead = larger(counts.cacheRead, json);
            case "cache_creation_input_tokens" ->
                counts.cacheWrite = larger(counts.cacheWrite, json);
            case "thinking_tokens" -> counts.reasoning = larger(counts.reasoning, json);
            case "output_tokens_details" -> read(json, counts);
            case "iterations" -> readIterations(json);
            default -> {}
          }
        });
  }

  private void readIterations(JsonParser json) {
    compaction = new Counts();
    WireJson.readObjects(
        json,
        () -> {
          var iteration = new Counts();
          read(json, iteration);
          if (iteration.type.equals("compaction")) {
            compaction.add(iteration);
          }
        });
  }

  private static long larger(long known, JsonParser json) {
    return Math.max(known, WireJson.count(json));
  }

  Usage toUsage() {
    var all = new Counts();
    all.add(total);
    all.add(compaction);
    return new Usage(
        all.input + all.cacheRead + all.cacheWrite,
        all.output,
        all.cacheRead,
        all.cacheWrite,
        total.reasoning,
        0,
        0);
  }
}
