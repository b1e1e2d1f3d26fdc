package org.atomicagents.internal.spark;

import tools.jackson.core.JsonGenerator;

/** Writes the values of a column as JSON. Immutable and thread-safe. */
interface JsonCell {

  /** Writes a value that is not null. */
  void write(Object value, JsonGenerator out);
}
