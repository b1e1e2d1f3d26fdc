import org.jspecify.annotations.NullMarked;

/** Batches, response caches, rate limits, routing, agent pools and metrics for agents. */
@NullMarked
@SuppressWarnings({"module", "requires-automatic", "requires-transitive-automatic"})
module org.atomicagents.performance {
  requires transitive org.atomicagents.core;
  requires org.atomicagents.storage;
  requires com.github.benmanes.caffeine;
  requires HdrHistogram;
  requires io.github.bucket4j.core;
  requires io.github.resilience4j.circuitbreaker;
  requires static io.opentelemetry.api;
  requires static io.opentelemetry.context;
  requires transitive java.sql;
  requires org.slf4j;
  requires static jdk.jfr;
  requires static micrometer.core;

  exports org.atomicagents.batch;
  exports org.atomicagents.cache;
  exports org.atomicagents.limit;
  exports org.atomicagents.metrics;
  exports org.atomicagents.pool;
  exports org.atomicagents.resilience;
  exports org.atomicagents.routing;
  exports org.atomicagents.telemetry;
  exports org.atomicagents.usage;
  exports org.atomicagents.internal.codec to
      org.atomicagents.redis;
}
