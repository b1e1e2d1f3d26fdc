package org.atomicagents.openai;

import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.message.Usage;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/**
 * A parser of token usage.
 *
 * <p>Providers name the breakdowns differently: {@code num_cached_tokens} is used by Mistral,
 * {@code prompt_cache_hit_tokens} by DeepSeek, and {@code cached_tokens} next to the totals by
 * Moonshot.
 */
final class UsageReader {
  private static final Logger log = LoggerFactory.getLogger(UsageReader.class);

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
        case "prompt_tokens_details", "input_tokens_details" -> readDetails(json, token, true);
        case "completion_tokens_details", "output_tokens_details" ->
            readDetails(json, token, false);
        default -> json.skipChildren();
      }
    }
    return new Usage(input, output, cacheRead, cacheWrite, reasoning, audioInput, audioOutput);
  }

  private void readDetails(JsonParser json, JsonToken token, boolean isInput) {
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
        case "audio_tokens" -> recordAudio(readCount(json), isInput);
        default -> json.skipChildren();
      }
    }
  }

  private void recordAudio(long tokens, boolean isInput) {
    if (isInput) {
      audioInput = tokens;
    } else {
      audioOutput = tokens;
    }
  }

  private static long readCount(JsonParser json) {
    JsonToken token = json.currentToken();
    long count = WireJson.count(json);
    json.skipChildren();
    if (count < 0 && token != JsonToken.VALUE_NULL) {
      log.warn("Ignored a number of tokens that is not from 0 to {}.", WireJson.MAX_COUNT);
    }
    return Math.max(0, count);
  }
}
