package org.atomicagents.internal.telemetry.micrometer;

import io.micrometer.core.instrument.LongTaskTimer;
import org.atomicagents.model.ModelEvent;
import org.atomicagents.telemetry.RequestObservation;
import org.atomicagents.telemetry.RequestReport;
import org.jspecify.annotations.Nullable;

/** The metering of one request. Read by one thread at a time; ended by any. */
final class MeteredRequest implements RequestObservation {
  private final SentMeters sent;
  private final boolean isStreamed;
  private final LongTaskTimer.Sample active;
  private @Nullable String responseModel;
  private @Nullable ResponseMeters response;

  MeteredRequest(SentMeters sent, boolean isStreamed) {
    this.sent = sent;
    this.isStreamed = isStreamed;
    this.active = sent.begin();
  }

  @Override
  public void receive(ModelEvent event) {
    if (event instanceof ModelEvent.Started started) {
      responseModel = started.model();
    }
  }

  @Override
  public void receiveChunk(int number, long nanos) {
    if (number > 1 && isStreamed) {
      ResponseMeters known = response;
      if (known == null) {
        known = sent.response(responseModel);
        response = known;
      }
      known.receiveChunk(nanos);
    }
  }

  @Override
  public void end(RequestReport report) {
    active.stop();
    sent.end(report);
    if (report.responseModel() != null || report.chunks() > 0) {
      sent.response(report.responseModel()).end(report, isStreamed);
    }
  }
}
