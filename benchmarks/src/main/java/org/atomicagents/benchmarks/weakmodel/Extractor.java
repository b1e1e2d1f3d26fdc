package org.atomicagents.benchmarks.weakmodel;

import org.atomicagents.benchmarks.extraction.ExtractionTask;
import org.jspecify.annotations.Nullable;

/** A library in one configuration that extracts typed values from texts. */
interface Extractor extends AutoCloseable {

  /** Returns the name of the configuration in tables and reports. */
  String label();

  /** Returns whether the library itself asks the model again after an invalid response. */
  boolean repeatsByItself();

  /**
   * Returns the value for a task, or null if the library returns none. An exception of any type is
   * a failed extraction.
   */
  @Nullable Object extract(ExtractionTask task);

  @Override
  default void close() {}
}
