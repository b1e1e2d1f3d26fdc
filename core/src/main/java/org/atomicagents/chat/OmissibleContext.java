package org.atomicagents.chat;

import java.time.Duration;
import org.atomicagents.model.Deadline;
import org.atomicagents.time.TimeSource;

/** A context provider whose failure omits its section. */
record OmissibleContext(ContextProvider source) implements ContextCall {

  @Override
  public String title() {
    return source.title();
  }

  @Override
  public String info(Deadline deadline) {
    return ContextCall.info(source, deadline);
  }

  @Override
  public boolean affectsFingerprint() {
    return source.affectsFingerprint();
  }

  @Override
  public ContextProvider withOmissionOnFailure() {
    return this;
  }

  // The outermost provider decides about omission, so limits and caches apply inside of it.

  @Override
  public ContextProvider withTimeLimit(Duration limit) {
    return new OmissibleContext(source.withTimeLimit(limit));
  }

  @Override
  public ContextProvider withCache(Duration duration, TimeSource time) {
    return new OmissibleContext(source.withCache(duration, time));
  }
}
