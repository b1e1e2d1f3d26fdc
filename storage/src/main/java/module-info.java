import org.jspecify.annotations.NullMarked;

/** Stores of conversations: a file, and databases over JDBC. */
@NullMarked
module org.atomicagents.storage {
  requires transitive org.atomicagents.core;
  requires transitive java.sql;

  exports org.atomicagents.storage;
  exports org.atomicagents.internal.storage to
      org.atomicagents.performance;
}
