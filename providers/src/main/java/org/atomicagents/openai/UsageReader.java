package org.atomicagents.openai;

import org.atomicagents.message.Usage;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * Reads what an answer has used.
 *
 * <p>Breakdowns go by several names: {@code num_cached_tokens} is Mistral's, {@code
 * prompt_cache_hit_tokens} DeepSeek's, {@code cached_tokens} beside the totals Moonshot's.
 */
final class UsageReader {
  private long input;
  private long output;
  private long cacheRead;
  private long cacheWrite;
  private long reasoning;
  private long audioInput;
  private long audioOutput;

  Usage read(JsonParser json) {
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      JsonToken token = json.nextToken();
      switch (name) {
        case "prompt_tokens", "input_tokens" -> input = readCount(json);
        case "completion_tokens", "output_tokens" -> output = readCount(json);
        case "num_cached_tokens", "cached_tokens", "prompt_cache_hit_tokens" ->
            cacheRead = Math.max(cacheRead, readCount(json));
        case "reasoning_tokens" -> reasoning = Math.max(reasoning, readCount(json));
        case "prompt_tokens_details" -> readDetails(json, token, true);
        case "completion_tokens_details" -> readDetails(json, token, false);
        default -> json.skipChildren();
      }
    }
    return new Usage(input, output, cacheRead, cacheWrite, reasoning, audioInput, audioOutput);
  }

  private void readDetails(JsonParser json, JsonToken token, boolean ofInput) {
    if (token != JsonToken.START_OBJECT) {
      json.skipChildren();
      return;
    }
    for (String name = json.nextName(); name != null; name = json.nextName()) {
      json.nextToken();
      switch (name) {
        case "cached_tokens" -> cacheRead = Math.max(cacheRead, readCount(json));
        case "cache_write_tokens" -> cacheWrite = readCount(json);
        case "reasoning_tokens" -> reasoning = Math.max(reasoning, readCount(json));
        case "audio_tokens" -> recordAudio(readCount(json), ofInput);
        default -> json.skipChildren();
      }
    }
  }

  private void recordAudio(long tokens, boolean ofInput) {
    if (ofInput) {
      audioInput = tokens;
    } else {
      audioOutput = tokens;
    }
  }

  private static long readCount(JsonParser json) {
    long count = json.getValueAsLong(0);
    json.skipChildren();
    return count;
  }
}
