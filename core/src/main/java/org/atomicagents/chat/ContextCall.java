package org.atomicagents.chat;

import org.atomicagents.model.Deadline;

/** A provider that wraps another one and needs the deadline of the run. */
interface ContextCall extends ContextProvider {

  /** Returns the content of the section, by the deadline of the run if the provider can. */
  String info(Deadline deadline);

  @Override
  default String info() {
    return info(Deadline.none());
  }

  /** Returns the content of any provider, by the deadline of the run if it can. */
  static String info(ContextProvider provider, Deadline deadline) {
    return provider instanceof ContextCall call ? call.info(deadline) : provider.info();
  }
}
