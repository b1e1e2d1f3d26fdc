package org.atomicagents.gemini;

import org.atomicagents.internal.provider.WireJson;
import org.atomicagents.message.Usage;
import tools.jackson.core.JsonParser;

/**
 * A parser of token usage (https://ai.google.dev/api/generate-content#UsageMetadata).
 *
 * <p>Thoughts are billed as output, but Google counts them apart from the candidates. The results
 * of tools that run at Google are input.
 */
final class GeminiUsageReader {
  private long prompt;
  private long toolUse;
  private long candidates;
  private long thoughts;
  private long cached;
  private long audioInput;
  private long audioOutput;
  private boolean isAudio;
  private long modalityTokens;

  /** Parses the current object. */
  Usage read(JsonParser json) {
    WireJson.readFields(
        json,
        name -> {
          switch (name) {
            case "promptTokenCount" -> prompt = count(json);
            case "toolUsePromptTokenCount" -> toolUse = count(json);
            case "candidatesTokenCount" -> candidates = count(json);
            case "thoughtsTokenCount" -> thoughts = count(json);
            case "cachedContentTokenCount" -> cached = count(json);
            case "promptTokensDetails", "toolUsePromptTokensDetails" ->
                WireJson.readObjects(json, () -> audioInput += audio(json));
            case "candidatesTokensDetails" ->
                WireJson.readObjects(json, () -> audioOutput += audio(json));
            default -> {}
          }
        });
    return new Usage(
        prompt + toolUse, candidates + thoughts, cached, 0, thoughts, audioInput, audioOutput);
  }

  /** Returns the number of tokens of a modality if it is audio, else 0. */
  private long audio(JsonParser json) {
    isAudio = false;
    modalityTokens = 0;
    WireJson.readFields(
        json,
        name -> {
          switch (name) {
            case "modality" -> isAudio = json.getValueAsString("").equals("AUDIO");
            case "tokenCount" -> modalityTokens = count(json);
            default -> {}
          }
        });
    return isAudio ? modalityTokens : 0;
  }

  private static long count(JsonParser json) {
    return Math.max(0, WireJson.count(json));
  }
}
