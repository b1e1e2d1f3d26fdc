import org.jspecify.annotations.NullMarked;

/** Agents with typed inputs and outputs, and the interfaces that model providers implement. */
@NullMarked
@SuppressWarnings("module") // Modules with qualified exports are compiled later.
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
  exports org.atomicagents.family;
  exports org.atomicagents.message;
  exports org.atomicagents.model;
  exports org.atomicagents.model.batch;
  exports org.atomicagents.price;
  exports org.atomicagents.report;
  exports org.atomicagents.schema;
  exports org.atomicagents.time;
  exports org.atomicagents.token;
  exports org.atomicagents.tool;
  exports org.atomicagents.internal.json to
      org.atomicagents.performance;
  exports org.atomicagents.internal.request to
      org.atomicagents.redis;
  exports org.atomicagents.internal.store to
      org.atomicagents.performance;
  exports org.atomicagents.internal.stream to
      org.atomicagents.performance;
}
