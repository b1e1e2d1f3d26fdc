import org.jspecify.annotations.NullMarked;

/** Rate limits, caches, budgets and conversations that processes share in Redis. */
@NullMarked
@SuppressWarnings({"requires-automatic", "requires-transitive-automatic"})
module org.atomicagents.redis {
  requires transitive org.atomicagents.performance;
  requires transitive lettuce.core;
  requires io.netty.common;
  requires org.slf4j;

  exports org.atomicagents.redis;
}
