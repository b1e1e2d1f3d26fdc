import org.jspecify.annotations.NullMarked;

/** The HTTP transport and the wire protocols of model providers. */
@NullMarked
module org.atomicagents.providers {
  requires transitive org.atomicagents.core;
  requires okhttp3;
  requires org.slf4j;

  exports org.atomicagents.anthropic;
  exports org.atomicagents.gemini;
  exports org.atomicagents.http;
  exports org.atomicagents.media;
  exports org.atomicagents.openai;
}
