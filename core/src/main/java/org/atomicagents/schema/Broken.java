package org.atomicagents.schema;

/** A part that came to its end without being of its type: it stays as it was. */
record Broken(Grown sofar) {}
