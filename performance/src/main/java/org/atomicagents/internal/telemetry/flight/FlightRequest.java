package org.atomicagents.internal.telemetry.flight;

import java.time.Duration;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import org.atomicagents.telemetry.RequestReport;
import org.jspecify.annotations.Nullable;

/** The event of one request. Used by one thread at a time. */
@Name(FlightRequest.NAME)
@Label("Model Request")
@Description("A request to a provider, from its sending to the end of its response")
@Category("Atomic Agents")
@StackTrace(false)
final class FlightRequest extends Event {
  static final String NAME = "org.atomicagents.Request";

  @Label("Agent")
  @Nullable String agent;

  @Label("Number")
  @Description("The number of the request in its run, from 1")
  int number;

  @Label("Provider")
  @Nullable String provider;

  @Label("Model")
  @Nullable String model;

  @Label("Response Model")
  @Nullable String responseModel;

  @Label("Response Id")
  @Nullable String responseId;

  @Label("Outcome")
  @Nullable String outcome;

  @Label("Error")
  @Description("The type of the exception; null without one")
  @Nullable String error;

  @Label("Time to First Chunk")
  @Description("0 if no part of an output was received")
  @Timespan
  long timeToFirstChunk;

  @Label("Chunks")
  int chunks;

  @Label("Input Tokens")
  long inputTokens;

  @Label("Output Tokens")
  long outputTokens;

  @Label("Finish Reason")
  @Nullable String finishReason;

  /** Writes the event of a request that ends now, if a recording needs it. */
  void end(RequestReport report) {
    end();
    if (!shouldCommit()) {
      return;
    }
    outcome = report.outcome().name();
    Throwable failure = report.failure();
    error = failure == null ? null : failure.getClass().getName();
    responseModel = report.responseModel();
    responseId = report.responseId();
    Duration first = report.firstChunk();
    timeToFirstChunk = first == null ? 0 : first.toNanos();
    chunks = report.chunks();
    inputTokens = report.usage().inputTokens();
    outputTokens = report.usage().outputTokens();
    finishReason = report.finishReason() == null ? null : report.finishReason().name();
    commit();
  }
}
