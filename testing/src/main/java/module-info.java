import org.jspecify.annotations.NullMarked;

/** Scripted models and a simulated provider for testing agents. */
@NullMarked
module org.atomicagents.testing {
  requires transitive org.atomicagents.core;
  requires com.networknt.schema;
  requires io.helidon.webserver;
  requires io.helidon.webserver.http2;
  requires java.logging;
  requires okhttp3; // for the Kotlin library: okhttp3.tls has its annotations
  requires okhttp3.tls;

  exports org.atomicagents.testing;
}
