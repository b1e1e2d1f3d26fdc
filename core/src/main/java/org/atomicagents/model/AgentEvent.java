package org.atomicagents.model;

import java.time.Duration;
import java.util.List;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Usage;
import org.atomicagents.message.Violation;

/**
 * Something that happened in a run.
 *
 * <p>Events reach the listeners of that run only, on the thread where they happened, in order.
 * Kinds are added in minor releases: a {@code switch} over them needs a default.
 *
 * <p>{@code toString()} returns sizes and counts instead of texts, and the type of a failure
 * instead of its message, so that logging an event reveals nothing of a conversation.
 */
public sealed interface AgentEvent {

  /** The name of the agent that runs. */
  String agent();

  /** A request is about to be sent; {@code number} counts the run's requests from 1. */
  record RequestSent(String agent, int number, ModelRequest request) implements AgentEvent {}

  /** A request failed: no answer, or none that could be read to its end. */
  record RequestFailed(String agent, AgentException failure) implements AgentEvent {
    @Override
    public String toString() {
      return "RequestFailed[" + agent + ", " + type(failure) + "]";
    }
  }

  /**
   * A request that failed is sent again after a delay, which begins now.
   *
   * @param retry which further try of the same request it is, from 1
   */
  record RequestRetried(String agent, int retry, AgentException failure, Duration delay)
      implements AgentEvent {
    @Override
    public String toString() {
      return "RequestRetried["
          + agent
          + ", retry="
          + retry
          + ", "
          + type(failure)
          + ", "
          + delay
          + "]";
    }
  }

  /**
   * The provider refused a way to ask for JSON; the request is put in another way. That is
   * remembered, and counts as a request.
   *
   * @param refused the mode that was refused; only its strict schema was if {@code next} is the
   *     same
   */
  record ModeRefused(
      String agent,
      String model,
      ResponseMode refused,
      ResponseMode next,
      BadRequestException failure)
      implements AgentEvent {
    @Override
    public String toString() {
      return "ModeRefused[" + agent + ", " + model + ", " + refused + " -> " + next + "]";
    }
  }

  /**
   * An answer has arrived whole.
   *
   * @param attempt which answer of the run, from 1
   * @param text the answer's JSON, as the model wrote it
   * @param usage what this answer used
   */
  record ResponseReceived(
      String agent, int attempt, String model, String text, FinishReason reason, Usage usage)
      implements AgentEvent {
    @Override
    public String toString() {
      return "ResponseReceived["
          + agent
          + ", attempt="
          + attempt
          + ", "
          + model
          + ", "
          + text.length()
          + " characters, "
          + reason
          + ", "
          + usage
          + "]";
    }
  }

  /** An answer had to be mended before it was read; whether it is valid is told after this. */
  record OutputRepaired(String agent, int attempt, List<Repair> repairs, String text)
      implements AgentEvent {
    @Override
    public String toString() {
      return "OutputRepaired["
          + agent
          + ", attempt="
          + attempt
          + ", "
          + repairs.size()
          + " repairs, "
          + text.length()
          + " characters]";
    }
  }

  /** An answer isn't what was asked for; the model is asked again, or the run fails. */
  record OutputRejected(String agent, int attempt, List<Violation> violations, String text)
      implements AgentEvent {
    @Override
    public String toString() {
      return "OutputRejected["
          + agent
          + ", attempt="
          + attempt
          + ", "
          + violations.size()
          + " violations, "
          + text.length()
          + " characters]";
    }
  }

  /** The run gives up: no attempts, requests or time are left. */
  record AttemptsExhausted(String agent, int attempts, AgentException failure)
      implements AgentEvent {
    @Override
    public String toString() {
      return "AttemptsExhausted[" + agent + ", attempts=" + attempts + ", " + type(failure) + "]";
    }
  }

  /** The tokens of a prepared request have been counted. */
  record TokensCounted(String agent, TokenCount count) implements AgentEvent {}

  /** The run has a valid output, and its turn is committed. */
  record RunCompleted(String agent, int attempts, int requests, Usage usage, Timings timings)
      implements AgentEvent {}

  /**
   * The run has failed; a history is as it was before.
   *
   * @param failure an {@link AgentException}, or what a listener's, client's or user's own code
   *     threw
   */
  record RunFailed(String agent, RuntimeException failure) implements AgentEvent {
    @Override
    public String toString() {
      return "RunFailed[" + agent + ", " + type(failure) + "]";
    }
  }

  private static String type(RuntimeException failure) {
    return failure.getClass().getSimpleName();
  }
}
