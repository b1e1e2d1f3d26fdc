package org.atomicagents.internal.chat;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Calls listeners of a history; an exception of a listener is logged. */
final class Isolated {
  private static final Logger log = LoggerFactory.getLogger(Isolated.class);

  private Isolated() {}

  static <T> void call(String name, Consumer<T> listener, T value) {
    try {
      listener.accept(value);
    } catch (VirtualMachineError e) {
      throw e;
    } catch (Throwable e) {
      log.warn("The {} of a chat history failed", name, e);
    }
  }
}
