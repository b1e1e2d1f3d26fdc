package org.atomicagents.gemini;

import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.StringJoiner;
import org.atomicagents.error.ConfigurationException;
import org.atomicagents.model.ParameterRules;
import org.jspecify.annotations.Nullable;

/**
 * The options of the Gemini API that no other protocol has; Google's default applies where a value
 * is null or empty.
 *
 * {@snippet :
 * var options = GeminiOptions.ofDefaults().withThoughts(true).withServiceTier("flex");
 * Model model = Gemini.fromEnv().model("gemini-3.8-flash", options);
 * }
 *
 * <p>The thinking level is the reasoning effort of {@link org.atomicagents.model.Sampling}. Source:
 * https://ai.google.dev/api/generate-content. Immutable.
 *
 * @param thoughts whether the response contains summaries of the model's thoughts
 * @param safetySettings the probability of harm from which content is blocked, by category
 * @param serviceTier the processing tier, such as {@code flex} or {@code priority}
 * @param cachedContent the name of cached content, such as {@code cachedContents/abc}, which
 *     precedes the request. The cache contains the tools; a system message is sent as the beginning
 *     of the first message of the user, since Google accepts it in the cache only
 * @param mediaResolution how closely the model looks at images, videos and documents
 */
public record GeminiOptions(
    boolean thoughts,
    Map<HarmCategory, BlockThreshold> safetySettings,
    @Nullable String serviceTier,
    @Nullable String cachedContent,
    @Nullable MediaResolution mediaResolution) {
  private static final GeminiOptions DEFAULTS =
      new GeminiOptions(false, Map.of(), null, null, null);
  private static final String CACHED_CONTENTS = "cachedContents/";

  /** A category of harmful content. */
  public enum HarmCategory {
    /** Content that threatens or torments. */
    HARASSMENT,
    /** Content that incites hatred. */
    HATE_SPEECH,
    /** Sexually explicit content. */
    SEXUALLY_EXPLICIT,
    /** Content that facilitates dangerous acts. */
    DANGEROUS_CONTENT,
    /** Content that could affect elections. */
    CIVIC_INTEGRITY
  }

  /** The probability of harm from which content is blocked. */
  public enum BlockThreshold {
    /** A low probability. */
    BLOCK_LOW_AND_ABOVE,
    /** A medium probability. */
    BLOCK_MEDIUM_AND_ABOVE,
    /** A high probability. */
    BLOCK_ONLY_HIGH,
    /** No probability: content is rated, but not blocked. */
    BLOCK_NONE,
    /** No probability: content is not rated. */
    OFF
  }

  /** The number of tokens for an image, a frame of a video, or a page of a document. */
  public enum MediaResolution {
    /** The lowest number. */
    LOW,
    /** A medium number. */
    MEDIUM,
    /** A high number. */
    HIGH
  }

  public GeminiOptions {
    var ordered = new EnumMap<HarmCategory, BlockThreshold>(HarmCategory.class);
    ordered.putAll(safetySettings);
    safetySettings = Collections.unmodifiableMap(ordered);
  }

  /** Returns options that are all left to Google. */
  public static GeminiOptions ofDefaults() {
    return DEFAULTS;
  }

  /** Returns a copy that requests summaries of the model's thoughts, or does not. */
  public GeminiOptions withThoughts(boolean included) {
    return new GeminiOptions(included, safetySettings, serviceTier, cachedContent, mediaResolution);
  }

  /** Returns a copy with another threshold for a category. */
  public GeminiOptions withSafety(HarmCategory category, BlockThreshold threshold) {
    var all = new EnumMap<HarmCategory, BlockThreshold>(HarmCategory.class);
    all.putAll(safetySettings);
    all.put(category, Objects.requireNonNull(threshold, "threshold"));
    return new GeminiOptions(thoughts, all, serviceTier, cachedContent, mediaResolution);
  }

  /**
   * Returns a copy with another processing tier.
   *
   * @throws IllegalArgumentException if the tier is blank
   */
  public GeminiOptions withServiceTier(String tier) {
    return new GeminiOptions(
        thoughts, safetySettings, requireText("serviceTier", tier), cachedContent, mediaResolution);
  }

  /**
   * Returns a copy with cached content before each request.
   *
   * @param name the name of the content, with or without {@code cachedContents/}
   * @throws IllegalArgumentException if the name is blank
   */
  public GeminiOptions withCachedContent(String name) {
    String text = requireText("cachedContent", name);
    String full = text.contains("/") ? text : CACHED_CONTENTS + text;
    return new GeminiOptions(thoughts, safetySettings, serviceTier, full, mediaResolution);
  }

  /** Returns a copy with another resolution of media. */
  public GeminiOptions withMediaResolution(MediaResolution resolution) {
    return new GeminiOptions(
        thoughts,
        safetySettings,
        serviceTier,
        cachedContent,
        Objects.requireNonNull(resolution, "mediaResolution"));
  }

  /**
   * Returns the options that change a response, for the identity of a client; empty for none. The
   * tier changes its price and its speed only.
   */
  String identity() {
    var texts = new StringJoiner(", ");
    if (thoughts) {
      texts.add("thoughts");
    }
    safetySettings.forEach((category, threshold) -> texts.add(category + " " + threshold));
    if (cachedContent != null) {
      texts.add(cachedContent);
    }
    if (mediaResolution != null) {
      texts.add("media resolution " + mediaResolution);
    }
    return texts.toString();
  }

  /**
   * Checks the options against the rules of a model.
   *
   * @throws ConfigurationException if the model does not accept one of them
   */
  void requireAccepted(String model, ParameterRules rules) {
    if (thoughts && !rules.reasoning().supported()) {
      throw ConfigurationException.of(
          "Model '%s' does not accept a request for its thoughts.\nChange the GeminiOptions, or the family of the model with Gemini.Builder.families."
              .formatted(model));
    }
  }

  private static String requireText(String name, String text) {
    if (text.isBlank()) {
      throw new IllegalArgumentException(name + ": expected a text, found \"" + text + "\"");
    }
    return text;
  }
}
