package org.atomicagents.chat;

import java.util.Objects;
import java.util.function.Supplier;

/** A context provider whose content is returned by a supplier. */
record SupplierContextProvider(String title, Supplier<String> source, boolean affectsFingerprint)
    implements ContextProvider {

  SupplierContextProvider {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(source, "source");
  }

  @Override
  public String info() {
    return source.get();
  }
}
