import org.jspecify.annotations.NullMarked;

/** Stores of conversations: a file, and databases over JDBC. */
@NullMarked
@SuppressWarnings("module") // Modules with qualified exports are compiled later.
module org.atomicagents.storage {
  requires transitive org.atomicagents.core;
  requires transitive java.sql;

  exports org.atomicagents.storage;
  exports org.atomicagents.internal.storage to
      org.atomicagents.performance;
}
