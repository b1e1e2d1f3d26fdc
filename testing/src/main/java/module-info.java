import org.jspecify.annotations.NullMarked;

/** Scripted models and a simulated provider to test agents with. */
@NullMarked
module org.atomicagents.testing {
  requires transitive org.atomicagents.core;
  requires com.networknt.schema;
  requires io.helidon.webserver;
  requires io.helidon.webserver.http2;
  requires java.logging;
  requires okhttp3; // passes on the Kotlin library, whose annotations okhttp3.tls has
  requires okhttp3.tls;

  exports org.atomicagents.testing;
}
