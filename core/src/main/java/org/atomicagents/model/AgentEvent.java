package org.atomicagents.model;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.atomicagents.error.AgentException;
import org.atomicagents.error.BadRequestException;
import org.atomicagents.error.LimitState;
import org.atomicagents.message.FinishReason;
import org.atomicagents.message.Repair;
import org.atomicagents.message.Usage;
import org.atomicagents.message.Violation;
import org.atomicagents.time.Timings;
import org.jspecify.annotations.Nullable;

/**
 * An event of a run.
 *
 * <p>Events are delivered to the listeners of that run only, in order, on the thread that emits
 * them. Minor releases may add event types: a {@code switch} over them needs a default.
 *
 * <p>{@code toString()} returns sizes and counts instead of texts, and the type of a failure
 * instead of its message, so that logging an event reveals nothing of a conversation.
 */
public sealed interface AgentEvent {

  /** Returns the name of the agent that runs. */
  String agent();

  /**
   * A context provider failed, and its section was omitted from the system prompt; see {@link
   * org.atomicagents.chat.ContextProvider#withOmissionOnFailure()}.
   *
   * @param provider the name of the provider in its prompt
   */
  record ContextOmitted(String agent, String provider, RuntimeException failure)
      implements AgentEvent {
    @Override
    public String toString() {
      return "ContextOmitted[" + agent + ", " + provider + ", " + type(failure) + "]";
    }
  }

  /**
   * A selector has chosen the model of a run.
   *
   * @param model the provider and the name of the model, as in {@code openai:gpt-5-mini}
   * @param reason the reason of the choice
   * @param isApplied whether the run uses the model; false if choices are only reported
   */
  record ModelSelected(String agent, String model, String reason, boolean isApplied)
      implements AgentEvent {}

  /**
   * A run continues with another model or agent, since a result was not accepted or a run failed.
   *
   * @param from the name of the model or agent whose result was not accepted
   * @param to the name of the next one
   * @param reasons the reasons: failed checks, or the type of a failure; at least one
   * @param failure the failure; null if the output was valid but not accepted
   */
  record RunEscalated(
      String agent, String from, String to, List<String> reasons, @Nullable AgentException failure)
      implements AgentEvent {
    public RunEscalated {
      reasons = List.copyOf(reasons);
    }

    @Override
    public String toString() {
      return "RunEscalated["
          + agent
          + ", "
          + from
          + " -> "
          + to
          + ", "
          + reasons.size()
          + " reasons]";
    }
  }

  /**
   * A run returns the best output that was available, although it was not accepted; see {@link
   * org.atomicagents.RunResult#shortfalls()}.
   *
   * @param from the name of the model or agent that produced the output
   */
  record BestOutputReturned(String agent, String from, List<String> shortfalls)
      implements AgentEvent {
    public BestOutputReturned {
      shortfalls = List.copyOf(shortfalls);
    }

    @Override
    public String toString() {
      return "BestOutputReturned["
          + agent
          + ", "
          + from
          + ", "
          + shortfalls.size()
          + " shortfalls]";
    }
  }

  /**
   * A request is about to be sent.
   *
   * @param number the number of the request in its run, from 1
   */
  record RequestSent(String agent, int number, ModelRequest request) implements AgentEvent {}

  /**
   * Parameters of a request were left out or added, because the model would reject the request.
   *
   * <p>The event follows {@link RequestSent}, whose request is the unchanged one.
   *
   * @param omitted the names of the parameters that are not sent
   * @param added the parameters that are sent in addition, by name
   */
  record ParametersAdjusted(
      String agent, String model, List<String> omitted, Map<String, String> added)
      implements AgentEvent {
    public ParametersAdjusted {
      omitted = List.copyOf(omitted);
      added = Map.copyOf(added);
    }

    @Override
    public String toString() {
      return "ParametersAdjusted["
          + agent
          + ", "
          + model
          + ", omitted="
          + omitted.size()
          + ", added="
          + added.keySet()
          + "]";
    }
  }

  /**
   * A {@link org.atomicagents.Decision} has no probabilities.
   *
   * @param model the model that responded
   * @param reason a clause that completes "because"
   */
  record ProbabilitiesMissing(String agent, String model, String reason) implements AgentEvent {}

  /** A request failed, or its response could not be read completely. */
  record RequestFailed(String agent, AgentException failure) implements AgentEvent {
    @Override
    public String toString() {
      return "RequestFailed[" + agent + ", " + type(failure) + "]";
    }
  }

  /**
   * A failed request is retried after a delay, which begins now.
   *
   * @param retry the number of the retry of the same request, from 1
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
   * A request is not sent: its response is that of an identical request of another run, possibly in
   * another process. It has no usage.
   */
  record RequestShared(String agent, String model) implements AgentEvent {}

  /**
   * A request failed, and is sent to another model.
   *
   * @param model the model that failed
   * @param next the model that receives the request now
   * @param isMidStream whether a part of the response was received, which is discarded
   */
  record ModelReplaced(
      String agent, String model, String next, AgentException failure, boolean isMidStream)
      implements AgentEvent {
    @Override
    public String toString() {
      return "ModelReplaced[" + agent + ", " + model + " -> " + next + ", " + type(failure) + "]";
    }
  }

  /**
   * A request was sent a second time, since its response had not begun after a delay.
   *
   * @param delay the time after which the second request was sent
   */
  record RequestHedged(String agent, String model, Duration delay) implements AgentEvent {}

  /**
   * One of two equal requests was used; the other one failed or is cancelled now.
   *
   * @param secondWon whether the response of the second request is used
   */
  record HedgeEnded(String agent, String model, boolean secondWon) implements AgentEvent {}

  /**
   * A circuit breaker changed its state.
   *
   * @param model the provider and the model of the breaker
   * @param reason the cause, such as the failure that opened the breaker
   */
  record CircuitChanged(String agent, String model, String from, String to, String reason)
      implements AgentEvent {}

  /** A request was rejected before it was sent, by a circuit breaker or a limit of concurrency. */
  record RequestRejected(String agent, String model, AgentException failure) implements AgentEvent {
    @Override
    public String toString() {
      return "RequestRejected[" + agent + ", " + model + ", " + type(failure) + "]";
    }
  }

  /**
   * The provider refused a response mode, and the request is sent again in another mode.
   *
   * <p>The refusal is remembered. The new request counts against the limits of the run.
   *
   * @param refused the refused mode; if {@code next} is the same mode, only its strict schema was
   *     refused
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
   * The provider refused the opaque parts of earlier responses, such as encrypted reasoning of
   * another account, and the request is sent again without any.
   *
   * <p>The refusal is remembered. The new request counts against the limits of the run.
   *
   * @param count the number of parts
   */
  record OpaquePartsRefused(String agent, String model, int count, BadRequestException failure)
      implements AgentEvent {
    @Override
    public String toString() {
      return "OpaquePartsRefused[" + agent + ", " + model + ", " + count + "]";
    }
  }

  /**
   * The provider accepted a forced function call and ignored it: the response is text, and the
   * model may not have received the schema. Later requests use another mode.
   *
   * <p>The finding is remembered for the model, which has not called a function before.
   *
   * @param next the mode of later requests
   */
  record CallIgnored(String agent, String model, ResponseMode next) implements AgentEvent {}

  /**
   * A response was received completely.
   *
   * @param attempt the number of the response in its run, from 1
   * @param text the JSON of the response, as the model wrote it
   * @param usage the tokens used for this response
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

  /**
   * A response was repaired before it was decoded.
   *
   * <p>The output may still be invalid; {@link OutputRejected} follows if it is.
   */
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

  /** An output is invalid: the model is asked again, or the run fails. */
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

  /**
   * The run fails after an invalid output: no attempts, requests or time remain.
   *
   * @param attempts the number of responses that were validated
   * @param failure an {@link org.atomicagents.error.InvalidOutputException}, or another exception
   *     that has one with the latest invalid output among its suppressed ones
   */
  record AttemptsExhausted(String agent, int attempts, AgentException failure)
      implements AgentEvent {
    @Override
    public String toString() {
      return "AttemptsExhausted[" + agent + ", attempts=" + attempts + ", " + type(failure) + "]";
    }
  }

  /** The tokens of a prepared request were counted. */
  record TokensCounted(String agent, TokenCount count) implements AgentEvent {}

  /**
   * Turns were left out of a request because of {@link
   * org.atomicagents.RunLimits#maxContextTokens()}; the history still contains them.
   *
   * @param turns the ids of these turns, oldest first
   */
  record ContextTrimmed(String agent, List<String> turns) implements AgentEvent {
    @Override
    public String toString() {
      return "ContextTrimmed[" + agent + ", " + turns.size() + " turns]";
    }
  }

  /** The run returned a valid output, and its turn is committed. */
  record RunCompleted(String agent, int attempts, int requests, Usage usage, Timings timings)
      implements AgentEvent {}

  /**
   * The run failed; its history is unchanged.
   *
   * @param failure an {@link AgentException}, or an exception thrown by the code of a listener, a
   *     client or the user
   */
  record RunFailed(String agent, RuntimeException failure) implements AgentEvent {
    @Override
    public String toString() {
      return "RunFailed[" + agent + ", " + type(failure) + "]";
    }
  }

  /**
   * The run returned an output from a cache. No request was sent, and no {@link RunCompleted}
   * follows.
   *
   * @param age the time since the output was stored
   * @param isStale whether the output had expired, and is being replaced
   */
  record CacheHit(String agent, Duration age, boolean isStale) implements AgentEvent {}

  /**
   * The run returned the output of an identical run in progress, whose request it shared. No {@link
   * RunCompleted} follows; the run that began the request has one.
   */
  record CacheShared(String agent) implements AgentEvent {}

  /**
   * A tool starts.
   *
   * @param callId the id of the call
   * @param name the name of the tool
   * @param input the input as JSON
   */
  record ToolStarted(String agent, String callId, String name, String input) implements AgentEvent {
    @Override
    public String toString() {
      return "ToolStarted["
          + agent
          + ", "
          + callId
          + ", "
          + name
          + ", "
          + input.length()
          + " characters]";
    }
  }

  /**
   * A tool has returned a result.
   *
   * @param callId the id of the call
   * @param name the name of the tool
   * @param text the result as JSON
   */
  record ToolFinished(String agent, String callId, String name, Duration duration, String text)
      implements AgentEvent {
    @Override
    public String toString() {
      return "ToolFinished["
          + agent
          + ", "
          + callId
          + ", "
          + name
          + ", "
          + duration
          + ", "
          + text.length()
          + " characters]";
    }
  }

  /**
   * A tool has failed or exceeded its time limit; the model receives an error as its result.
   *
   * @param callId the id of the call
   * @param name the name of the tool
   * @param failure the exception of the tool, of which the model knows the text only
   * @param text the error that the model receives, as JSON
   */
  record ToolFailed(
      String agent, String callId, String name, Duration duration, Exception failure, String text)
      implements AgentEvent {
    @Override
    public String toString() {
      return "ToolFailed["
          + agent
          + ", "
          + callId
          + ", "
          + name
          + ", "
          + duration
          + ", "
          + type(failure)
          + "]";
    }
  }

  /**
   * A tool loop is suspended, since calls wait for the approval of a person.
   *
   * @param calls the number of these calls
   */
  record LoopSuspended(String agent, int calls) implements AgentEvent {}

  /**
   * A request would exceed a usage limit.
   *
   * @param isEnforced whether the request is refused; false if the limit only counts
   */
  record LimitReached(String agent, LimitState limit, boolean isEnforced) implements AgentEvent {}

  /** A request is within a usage limit, and exceeds the share of it from which a warning is due. */
  record LimitNear(String agent, LimitState limit) implements AgentEvent {}

  private static String type(Exception failure) {
    return failure.getClass().getSimpleName();
  }
}
