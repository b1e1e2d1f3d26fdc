package org.atomicagents.model;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.atomicagents.message.Content;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.jspecify.annotations.Nullable;

/**
 * An event of a model's response, in the order of arrival.
 *
 * <p>Streamed and complete responses consist of the same events; complete ones have fewer. Minor
 * releases may add event types: a {@code switch} over them needs a default. {@code toString()}
 * returns sizes instead of texts.
 */
public sealed interface ModelEvent {

  /**
   * The response has begun.
   *
   * @param id the provider's id of the response, or null if it sent none
   * @param model the model that responds, which may be a dated version of the requested one
   * @param headers the HTTP headers of the response, names in lower case
   */
  record Started(@Nullable String id, String model, Map<String, List<String>> headers)
      implements ModelEvent {
    public Started {
      headers = Map.copyOf(headers);
    }

    @Override
    public String toString() {
      return "Started[" + id + ", " + model + ", " + headers.size() + " headers]";
    }
  }

  /**
   * The response was requested in another mode, because the provider refused the original one.
   *
   * @param mode the mode of the request that succeeded
   */
  record ModeChanged(ResponseMode mode) implements ModelEvent {}

  /**
   * The response begins again, since another model responds instead: all earlier events of the
   * exchange are void.
   *
   * @param model the provider's name of the model that responds from now on
   * @param mode the mode of the request to that model; null for a request of free text
   */
  record ModelChanged(String model, @Nullable ResponseMode mode) implements ModelEvent {}

  /** Text that is added to the response. */
  record TextDelta(String text) implements ModelEvent {
    @Override
    public String toString() {
      return "TextDelta[" + text.length() + " characters]";
    }
  }

  /**
   * The next tokens of the response's text, with their probabilities; they may include tokens
   * before and after the text. Only in the response to a request in {@link ResponseMode#DECISION}.
   *
   * @param tokens the tokens in the order of the text
   */
  record TextProbabilities(List<TokenProbability> tokens) implements ModelEvent {
    public TextProbabilities {
      tokens = List.copyOf(tokens);
    }

    @Override
    public String toString() {
      return "TextProbabilities[" + tokens.size() + " tokens]";
    }
  }

  /**
   * Text that is added to a tool call.
   *
   * @param index the index of the call in the response, from 0
   * @param id the id of the call, in its first delta if the provider sends one; otherwise null
   * @param name the name of the tool, in the first delta of the call; otherwise null
   * @param arguments text that is added to the JSON of the arguments, possibly empty
   */
  record ToolCallDelta(int index, @Nullable String id, @Nullable String name, String arguments)
      implements ModelEvent {
    @Override
    public String toString() {
      return "ToolCallDelta["
          + index
          + ", "
          + id
          + ", "
          + name
          + ", "
          + arguments.length()
          + " characters]";
    }
  }

  /** Text that is added to the model's reasoning. */
  record ReasoningDelta(String text) implements ModelEvent {
    @Override
    public String toString() {
      return "ReasoningDelta[" + text.length() + " characters]";
    }
  }

  /** The model declined to answer; the text is the complete reason. */
  record Refused(String text) implements ModelEvent {
    @Override
    public String toString() {
      return "Refused[" + text.length() + " characters]";
    }
  }

  /**
   * A part of the response to replay to the same model; see {@link Content.Opaque}.
   *
   * @param model the model of the request; empty in the events of a client, to which the run adds
   *     it
   */
  record OpaquePart(String provider, String model, String json) implements ModelEvent {
    /** Creates a part without a model. */
    public OpaquePart(String provider, String json) {
      this(provider, "", json);
    }

    @Override
    public String toString() {
      return "OpaquePart[" + provider + ", " + json.length() + " characters]";
    }
  }

  /** The total usage of the exchange so far; a later report replaces an earlier one. */
  record UsageReport(Usage usage) implements ModelEvent {}

  /**
   * The model has finished the response.
   *
   * @param rawReason the finish reason as sent by the provider
   */
  record Finished(FinishReason reason, String rawReason) implements ModelEvent {}

  /** An event that this release does not know, as the JSON text sent by the provider. */
  record Other(String provider, String json) implements ModelEvent {
    @Override
    public String toString() {
      return "Other[" + provider + ", " + json.length() + " characters]";
    }
  }

  /**
   * A token of a response with its probability, and the tokens that the model could have chosen in
   * its place.
   *
   * <p>A token is a sequence of bytes, since it can end inside a character. The probability depends
   * on all earlier tokens. Some servers report the probabilities of the model itself, others those
   * after the tokens that a schema forbids were removed. Immutable.
   */
  final class TokenProbability {
    private final byte[] utf8;
    private final double probability;
    private final List<TokenProbability> alternatives;

    private TokenProbability(byte[] utf8, double probability, List<TokenProbability> alternatives) {
      if (!(probability >= 0 && probability <= 1)) {
        throw new IllegalArgumentException(
            "probability: expected a number from 0 to 1, found " + probability);
      }
      this.utf8 = utf8;
      this.probability = probability;
      this.alternatives = alternatives;
    }

    /**
     * Returns a token without alternatives.
     *
     * @param utf8 the bytes of the token in UTF-8; empty for a token without text, such as the end
     * @param probability from 0 to 1; 0 if it is too small to be reported
     */
    public static TokenProbability of(byte[] utf8, double probability) {
      return new TokenProbability(utf8.clone(), probability, List.of());
    }

    /** Returns a token without alternatives whose text ends with a complete character. */
    public static TokenProbability of(String text, double probability) {
      return new TokenProbability(text.getBytes(StandardCharsets.UTF_8), probability, List.of());
    }

    /**
     * Returns a copy with the most probable tokens at this place, usually this one among them, best
     * first.
     */
    public TokenProbability withAlternatives(List<TokenProbability> tokens) {
      return new TokenProbability(utf8, probability, List.copyOf(tokens));
    }

    /** Returns the bytes of the token in UTF-8. */
    public byte[] utf8() {
      return utf8.clone();
    }

    /** Returns the text of the token; incomplete characters are replaced. */
    public String text() {
      return new String(utf8, StandardCharsets.UTF_8);
    }

    /** Returns the probability, from 0 to 1. */
    public double probability() {
      return probability;
    }

    /** Returns the most probable tokens at this place, usually with this one; empty if unknown. */
    public List<TokenProbability> alternatives() {
      return alternatives;
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof TokenProbability token
          && probability == token.probability
          && Arrays.equals(utf8, token.utf8)
          && alternatives.equals(token.alternatives);
    }

    @Override
    public int hashCode() {
      return 31 * Arrays.hashCode(utf8) + Double.hashCode(probability);
    }

    /** Returns the number of bytes, the probability and the number of alternatives. */
    @Override
    public String toString() {
      return "TokenProbability["
          + utf8.length
          + " bytes, "
          + probability
          + ", "
          + alternatives.size()
          + " alternatives]";
    }
  }
}
