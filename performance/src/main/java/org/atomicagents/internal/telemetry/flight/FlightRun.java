package org.atomicagents.internal.telemetry.flight;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.atomicagents.message.Usage;
import org.atomicagents.telemetry.RunCounts;
import org.atomicagents.telemetry.RunReport;
import org.atomicagents.time.Phase;
import org.atomicagents.time.Timings;
import org.jspecify.annotations.Nullable;

/** The event of one run. Used by one thread at a time. */
@Name(FlightRun.NAME)
@Label("Agent Run")
@Description("A run of an agent, from its preparation to its result")
@Category("Atomic Agents")
@StackTrace(false)
final class FlightRun extends Event {
  static final String NAME = "org.atomicagents.Run";

  @Label("Agent")
  @Nullable String agent;

  @Label("Model")
  @Nullable String model;

  @Label("Outcome")
  @Nullable String outcome;

  @Label("Error")
  @Description("The type of the exception; null without one")
  @Nullable String error;

  @Label("Streamed")
  boolean streamed;

  @Label("Cache")
  @Nullable String cache;

  @Label("Attempts")
  int attempts;

  @Label("Requests")
  int requests;

  @Label("Tool Calls")
  int toolCalls;

  @Label("Retries")
  int retries;

  @Label("Hedges")
  int hedges;

  @Label("Repairs")
  int repairs;

  @Label("Re-asks")
  int reAsks;

  @Label("Input Tokens")
  long inputTokens;

  @Label("Output Tokens")
  long outputTokens;

  @Label("Cost")
  @Description("In the currency of the prices; NaN if the price of a model is not known")
  double cost;

  @Label("Prompt")
  @Timespan
  long prompt;

  @Label("Cache Lookup")
  @Timespan
  long cacheLookup;

  @Label("Client")
  @Timespan
  long client;

  @Label("Queue")
  @Timespan
  long queue;

  @Label("Rate Limit Wait")
  @Timespan
  long rateWait;

  @Label("Backoff")
  @Timespan
  long backoff;

  @Label("Connect")
  @Timespan
  long connect;

  @Label("First Byte")
  @Timespan
  long firstByte;

  @Label("Stream")
  @Timespan
  long stream;

  @Label("Read")
  @Timespan
  long read;

  @Label("Validate")
  @Timespan
  long validate;

  @Label("Re-ask")
  @Timespan
  long reAsk;

  @Label("Tools")
  @Timespan
  long tools;

  @Label("Caller")
  @Timespan
  long caller;

  @Label("Commit")
  @Timespan
  long commitTurn;

  /** Writes the event of a run that ends now, if a recording needs it. */
  void end(RunReport report) {
    end();
    if (!shouldCommit()) {
      return;
    }
    outcome = report.outcome().name();
    Throwable failure = report.failure();
    error = failure == null ? null : failure.getClass().getName();
    streamed = report.isStreamed();
    cache = report.cacheState().name();
    if (report.result() != null) {
      model = report.result().model();
    }
    attempts = report.attempts();
    cost = report.cost().map(Number::doubleValue).orElse(Double.NaN);
    setUsage(report.usage());
    setCounts(report.counts());
    Timings timings = report.timings();
    if (timings != null) {
      setPhases(timings);
    }
    commit();
  }

  private void setUsage(Usage usage) {
    inputTokens = usage.inputTokens();
    outputTokens = usage.outputTokens();
  }

  private void setCounts(RunCounts counts) {
    requests = counts.requests();
    toolCalls = counts.tools();
    retries = counts.retries();
    hedges = counts.hedges();
    repairs = counts.repairs().values().stream().mapToInt(Integer::intValue).sum();
    reAsks = counts.reAsks();
  }

  private void setPhases(Timings timings) {
    prompt = timings.nanos(Phase.PROMPT);
    cacheLookup = timings.nanos(Phase.CACHE);
    client = timings.nanos(Phase.CLIENT);
    queue = timings.nanos(Phase.QUEUE);
    rateWait = timings.nanos(Phase.RATE_WAIT);
    backoff = timings.nanos(Phase.BACKOFF);
    connect = timings.nanos(Phase.CONNECT);
    firstByte = timings.nanos(Phase.FIRST_BYTE);
    stream = timings.nanos(Phase.STREAM);
    read = timings.nanos(Phase.READ);
    validate = timings.nanos(Phase.VALIDATE);
    reAsk = timings.nanos(Phase.RE_ASK);
    tools = timings.nanos(Phase.TOOL);
    caller = timings.nanos(Phase.CALLER);
    commitTurn = timings.nanos(Phase.COMMIT);
  }
}
