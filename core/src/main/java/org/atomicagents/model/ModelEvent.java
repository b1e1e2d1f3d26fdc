package org.atomicagents.model;

import java.util.List;
import java.util.Map;
import org.atomicagents.message.Content;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Usage;
import org.jspecify.annotations.Nullable;

/**
 * One thing that a model's answer consists of, in the order in which it came.
 *
 * <p>A streamed and a whole answer are the same sequence; the whole one is shorter. Kinds are added
 * in minor releases: a {@code switch} over them needs a default. {@code toString()} returns sizes
 * instead of texts.
 */
public sealed interface ModelEvent {

  /**
   * The provider has begun to answer.
   *
   * @param id the provider's id of the answer, or null if it sent none
   * @param model the model that answers, which may be a dated version of the one asked
   * @param headers the response's headers, names in lower case
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
   * The answer is to the request in another mode than the one that it asked for, since the provider
   * had refused that one.
   */
  record ModeChanged(ResponseMode mode) implements ModelEvent {}

  /** More of the answer's text. */
  record TextDelta(String text) implements ModelEvent {
    @Override
    public String toString() {
      return "TextDelta[" + text.length() + " characters]";
    }
  }

  /**
   * More of a tool call.
   *
   * @param index which call of this answer, from 0
   * @param id the call's id, in the first delta of the call if the provider sends one
   * @param name the tool's name, in the first delta of the call
   * @param arguments more of the arguments' JSON text, possibly empty
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

  /** More of what the model thinks before it answers. */
  record ReasoningDelta(String text) implements ModelEvent {
    @Override
    public String toString() {
      return "ReasoningDelta[" + text.length() + " characters]";
    }
  }

  /** The model declines to answer; the text says why, whole. */
  record Refused(String text) implements ModelEvent {
    @Override
    public String toString() {
      return "Refused[" + text.length() + " characters]";
    }
  }

  /** A part of the answer to be replayed to the same provider; see {@link Content.Opaque}. */
  record OpaquePart(String provider, String json) implements ModelEvent {
    @Override
    public String toString() {
      return "OpaquePart[" + provider + ", " + json.length() + " characters]";
    }
  }

  /** What the exchange has used so far; a later report replaces an earlier one. */
  record UsageReport(Usage usage) implements ModelEvent {}

  /**
   * The model has stopped.
   *
   * @param rawReason the provider's own word for the reason
   */
  record Finished(FinishReason reason, String rawReason) implements ModelEvent {}

  /** Something that this release does not know, as the JSON text that the provider sent. */
  record Other(String provider, String json) implements ModelEvent {
    @Override
    public String toString() {
      return "Other[" + provider + ", " + json.length() + " characters]";
    }
  }
}
