import org.jspecify.annotations.NullMarked;

/** Typed agents: schemas, conversations and the interface that model providers implement. */
@NullMarked
@SuppressWarnings("module") // the sibling modules named below are not on core's own module path
module org.atomicagents.core {
  requires transitive org.jspecify;
  requires transitive jakarta.validation;
  requires transitive tools.jackson.databind;
  requires org.hibernate.validator;
  requires org.slf4j;
  requires static com.networknt.schema;

  exports org.atomicagents;
  exports org.atomicagents.chat;
  exports org.atomicagents.error;
  exports org.atomicagents.message;
  exports org.atomicagents.model;
  exports org.atomicagents.schema;
  exports org.atomicagents.internal.json to
      org.atomicagents.performance,
      org.atomicagents.providers,
      org.atomicagents.testing;
}
